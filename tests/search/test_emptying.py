"""A database that was emptied has an empty index."""

from search.engines import database_engine
from search.models import SearchDocument
from search.upkeep import empty_index
from tests import factories


def rows_left():
    return database_engine().indexed_ids(0, 2**62)


def test_an_emptied_database_leaves_nothing_in_the_index(ada):
    factories.course("Wells", ada)
    assert rows_left()
    SearchDocument.objects.all().delete()
    assert rows_left()  # as after a flush, which passes the index's tables by
    empty_index()
    assert rows_left() == set()


def test_an_index_in_use_stays(ada):
    factories.course("Wells", ada)
    before = rows_left()
    empty_index()
    assert rows_left() == before != set()
