"""Words that hold a question together and tell nothing of what it is about, by language.

Documents keep them, so that phrases are found; questions drop them, so that “how do I book a room”
asks for rooms that can be booked. Facts about the languages, written down folded (`search.words`).
"""

from collections.abc import Iterable

from search.words import words

_LISTS = {
    "en": """
        a about all also am an and any anyone anything are as at be been before being but by can could did
        do does doing done for from get give had has have having he her here hers him his how i if in into
        is it its just let like make may me might more most must my need no not of on one or our out over
        please should show so some somebody someone something tell than that the their them then there these
        they this those to too up us use want was we were what when where which while who whom whose why
        will with would you your
    """,
    "de": """
        aber als am an auch auf aus bei bin bis da das dass dem den der des die dies diese dieser dir doch
        du durch ein eine einem einen einer eines er es etwas fur gibt hat habe haben hier ich ihr im in ins
        ist ja kann konnen man mein meine mich mir mit muss nach nicht noch nur ob oder ohne sein sich sie
        sind so soll um und uns unser vom von vor wann war warum was weil welche welcher wem wen wenn wer
        werden wie wir wird wo zu zum zur
    """,
    "fr": """
        a ai au aux avec ce ces cet cette comment d dans de des du elle en est et etre faire faut ils j je l
        la le les leur lui ma mais me mes mon n ne nos notre nous on ou ou par pas peut peux pour pourquoi
        qu quand que quel quelle quelles quels qui quoi s sa sans se ses son sont sur ta te tes ton tu un
        une vos votre vous y
    """,
    "es": """
        a al como con cual cuales cuando de del desde donde e el ella ellos en entre era es esta este esto
        fue ha hay la las le les lo los mas me mi mis mucho muy no nos o para pero por porque puede puedo
        que quien se ser si sin sobre son su sus tambien te tiene tu un una unas uno unos y ya yo
    """,
    "pt": """
        a ao aos as ate com como da das de dela dele do dos e ela ele em entre era essa esse esta este eu
        foi ha isso ja mais mas me mesmo meu minha muito na nao nas nem no nos o onde os ou para pela pelo
        por porque posso qual quais quando que quem se sem ser seu sua tambem te tem um uma voce
    """,
    "it": """
        a ad ai al alla alle anche che chi ci come con cosa cui da dal dalla de degli dei del della delle di
        dove e ed gli ha ho i il in io l la le lo ma mi mio ne nei nel nella non o per perche piu posso
        quale quali quando quanto questa questo se si sono su sua sul sulla suo tra un una uno
    """,
    "nl": """
        aan al als bij dan dat de deze die dit doen door dus een en er geen heb hebben heeft het hier hij
        hoe hun ik in is je jij kan kunnen maar me meer met mij mijn moet na naar niet nog nu of om onder
        ons ook op over te toch toen tot u uit van veel voor waar waarom wanneer wat we wel welke werd wie
        wij wil worden zal ze zich zijn zo
    """,
    "sv": """
        alla att av blir da de dem den denna det detta dig din du efter ej eller en er ett for fran gor ha
        han har hon hur i inte jag kan man med men mig min mot mycket na nagon nar ni nu och om oss pa sa
        sig sin ska skall som till under upp ut vad var varfor vem vi vid vilka vilken vill
    """,
    "ru": """
        а без бы был была были было быть в вам вас весь во вот все вы где да для до его ее если есть еще же
        за здесь и из или им их к как какие какой ко когда кто ли либо мне может мы на над надо наш не него
        нее нет ни них но ну о об от по под при про с со так также там те тем то того тоже той только том ты
        у уже чего чей чем что чтобы эта эти это я
    """,
}

STOPWORDS: dict[str, frozenset[str]] = {
    language: frozenset(words(listed)) for language, listed in _LISTS.items()
}


def meaningful(phrases: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The phrases that are not stop words of the language they seem to be in; all of them when none is left.

    The language is the one most of whose stop words stand there, single letters aside; English unless
    another has more.
    """
    asked = set(phrases)
    telling = {phrase[0] for phrase in asked if len(phrase) == 1 and len(phrase[0]) > 1}
    language = max(STOPWORDS, key=lambda code: (len(STOPWORDS[code] & telling), code == "en"))
    kept = {phrase for phrase in asked if len(phrase) > 1 or phrase[0] not in STOPWORDS[language]}
    return kept or asked
