"""Text without case and accents, the same in Python and on every database."""

import pytest
from wagtail.models import Page

from content.folding import Folded, fold
from people.models import Team
from tests import factories
from topics.actions import set_synonyms
from topics.models import Topic

TEXTS = {
    "Öl": "ol",
    "STRASSE": "strasse",
    "Straße": "strasse",
    "CAFÉ": "cafe",
    "cafe\u0301": "cafe",
    "Łódź": "lodz",
    "Ærø Þing": "aero thing",
    "Çağlayan": "caglayan",
    "Рифлёный": "рифленыи",
    "ﬁn": "fin",
    "plain": "plain",
    "": "",
}


@pytest.mark.parametrize(("text", "folded"), TEXTS.items())
def test_in_python_and_in_the_database(db, text, folded):
    assert fold(text) == folded
    Topic.objects.create(name="x", slug="x", description=text)
    assert Topic.objects.annotate(plain=Folded("description")).get().plain == folded


@pytest.mark.parametrize("asked", ["öl", "ÖL", "Ol", "O\u0308L", "oL 10"])
def test_a_list_is_narrowed_whatever_the_accents(db, asked):
    Team.objects.create(name="Öl 100")
    Team.objects.create(name="Wasser")
    found = Team.objects.filter(name__folded__icontains=asked)
    assert [team.name for team in found] == ["Öl 100"]


@pytest.mark.parametrize("asked", ["öl", "ÖL 1", "ol 100"])
def test_a_beginning_and_the_whole(db, asked):
    Team.objects.create(name="Öl 100")
    Team.objects.create(name="Mehr Öl 100")
    begun = Team.objects.filter(name__folded__istartswith=asked)
    assert [team.name for team in begun] == ["Öl 100"]
    whole = Team.objects.filter(name__folded__iexact=asked)
    assert [team.name for team in whole] == (["Öl 100"] if asked == "ol 100" else [])


@pytest.mark.parametrize("asked", ["%", "_l", "\\", "'", "öl%", "*"])
def test_nothing_asked_is_a_pattern(db, asked):
    Team.objects.create(name="Öl 100")
    assert list(Team.objects.filter(name__folded__icontains=asked)) == []


def test_what_is_not_there_holds_nothing(db):
    assert list(Page.objects.filter(locale__isnull=True, title__folded__icontains="x")) == []
    assert Topic.objects.filter(merged_into__name__folded__icontains="x").count() == 0


def test_the_editors_lists_of_topics_people_and_teams(as_person, operator):
    oil = factories.topic("Öle und Fette")
    set_synonyms(oil, ["Schmierstoff", "Schmieröl"])
    factories.topic("Wasser")
    factories.person("Özge Çağlayan")
    factories.team("Ölfarben")
    client = as_person(operator)

    def listed(door, asked):
        return [str(one) for one in client.get(door, {"q": asked}).context["object_list"]]

    form = {"name": "OLE UND FETTE", "words": "SCHMIERÖL", "description": ""}
    refused = client.post("/admin/topics/new/", form).context["form"].errors
    assert refused["name"] == ["“OLE UND FETTE” is a topic, or another word for one."]
    assert refused["words"] == ["“Schmieröl” is a topic, or another word for one."]

    assert listed("/admin/topics/", "öle") == ["Öle und Fette"]
    assert listed("/admin/topics/", "OLE UND") == ["Öle und Fette"]
    assert listed("/admin/topics/", "SCHMIER") == ["Öle und Fette"]
    assert listed("/admin/users/", "özge caglayan") == ["Özge Çağlayan"]
    assert listed("/admin/teams/", "ölf") == ["Ölfarben"]
