"""What may happen to the vocabulary."""

from collections.abc import Iterable

from django.db import transaction

from topics.models import Topic, TopicSynonym


@transaction.atomic
def set_synonyms(topic: Topic, words: Iterable[str]) -> Topic:
    """Make exactly these the other words for the topic; the same word twice counts once."""
    wanted = {word.lower(): word for word in words}
    for synonym in topic.synonyms.all():
        if wanted.pop(synonym.word.lower(), None) is None:
            synonym.delete()
    for word in wanted.values():
        TopicSynonym.objects.create(topic=topic, word=word)
    return topic
