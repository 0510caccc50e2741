"""What helps on when nothing is found: fewer filters, and topics nearby."""

from dataclasses import dataclass, replace

from search import asking
from search.actions import Found
from search.page.addresses import State
from search.page.labels import TITLES, Labels
from search.query import Filters, Part, Query, without

MOST_TOPICS = 6


@dataclass(frozen=True)
class Way:
    """An address that finds so many things; without a label it is the one without any filter."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Help:
    """How much would be found without each filter, and what topics are near; only what the reader may see."""

    drops: tuple[tuple[str, int], ...] = ()
    topics: tuple[str, ...] = ()


NO_HELP = Help()


def help_for(found: Found) -> Help:
    """What is worked out with the engine: two more questions at most, and none when something is found."""
    if found.results.total:
        return NO_HELP
    return Help(_drops(found), _topics(found))


def _drops(found: Found) -> tuple[tuple[str, int], ...]:
    """The chosen facets without which something is found, and how much, the most first."""
    names = [name for name, _values in found.filters.chosen]
    if not names or not found.results.matched:
        return ()
    ask = found.answer.ask
    if len(names) == 1:
        return ((names[0], found.results.matched),)
    questions = [(ask.query, found.filters.without(name)) for name in names]
    counted = zip(names, asking.counts(questions, ask.tokens, ask.times), strict=True)
    return tuple(sorted(((name, count) for name, count in counted if count), key=lambda pair: -pair[1]))


def _topics(found: Found) -> tuple[str, ...]:
    """The topics of what is found without filters, or else of what holds any of the words."""
    ask = found.answer.ask
    query = ask.query if found.results.matched else _any_word(ask.query)
    if not query.parts or (query == ask.query and not found.filters):
        return ()
    wider = asking.put(replace(ask, query=query, filters=Filters(), page=1, size=1, sort="relevance"))
    return tuple(slug for slug, _count in wider.results.facets["topic"][:MOST_TOPICS])


def _any_word(query: Query) -> Query:
    """The question content with any one of its words; what must not be there may be there."""
    said = dict.fromkeys(word for part in query.parts for phrase in part.alternatives for word in phrase)
    parts = tuple(Part(((word,),)) for word in said)
    return replace(query, parts=parts, excluded=(), least=1)


def ways_without(found: Found, help_: Help, state: State, labels: Labels) -> list[Way]:
    """For each filter to drop its address, then that without any when this gives more."""
    ways = [
        Way(
            _label(found, name, labels),
            count,
            state.with_text(_text_without(found, {name}), without=[name]),
        )
        for name, count in help_.drops
    ]
    names = [name for name, _values in found.filters.chosen]
    if len(names) > 1 and found.results.matched:
        text = _text_without(found, set(names))
        ways.append(Way("", found.results.matched, state.with_text(text, without=names)))
    return ways


def _label(found: Found, name: str, labels: Labels) -> str:
    return f"{TITLES[name]}: {', '.join(labels[name, value] for value in found.filters[name])}"


def _text_without(found: Found, names: set[str]) -> str:
    typed = found.narrowed.typed
    return without(found.query.text, [one.literal for one in typed if one.name in names])
