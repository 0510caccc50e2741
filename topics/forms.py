"""The form in which stewards keep a topic."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from topics.actions import set_synonyms
from topics.models import Topic, TopicSynonym

LONGEST_WORD = 100
MOST_WORDS = 100


class TopicForm(WagtailAdminModelForm):
    """A topic with its synonyms; no word may mean two topics."""

    words = forms.CharField(
        label=_("Other words for it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One in each line. Who searches for one of them finds the topic."),
    )

    class Meta:
        model = Topic
        fields = ["name", "description", "retired"]
        labels = {"retired": _("No longer offered")}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    field_order = ["name", "words", "description", "retired"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["words"].initial = "\n".join(self.instance.synonyms.values_list("word", flat=True))

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if self._taken([name]):
            raise forms.ValidationError(
                _("“%(word)s” is a topic, or another word for one."), params={"word": name}
            )
        return name

    def clean_words(self) -> list[str]:
        words = [word.strip() for word in self.cleaned_data["words"].splitlines() if word.strip()]
        if len(words) > MOST_WORDS:
            raise forms.ValidationError(
                _("These are more than %(n)d words. Keep those people search for."), params={"n": MOST_WORDS}
            )
        if too_long := [word for word in words if len(word) > LONGEST_WORD]:
            raise forms.ValidationError(_("“%(word)s” is too long."), params={"word": too_long[0]})
        if taken := self._taken(words):
            raise forms.ValidationError(
                _("“%(word)s” is a topic, or another word for one."), params={"word": taken[0]}
            )
        return words

    def _taken(self, words: list[str]) -> list[str]:
        """Those words that mean another topic already."""
        means = Q()
        for word in words:
            means |= Q(word__folded__iexact=word)
        names = Q()
        for word in words:
            names |= Q(name__folded__iexact=word)
        if not words:
            return []
        synonyms = TopicSynonym.objects.exclude(topic=self.instance.pk).filter(means)
        topics = Topic.objects.exclude(pk=self.instance.pk).filter(names)
        taken = {*synonyms.values_list("word", flat=True), *topics.values_list("name", flat=True)}
        return sorted(taken)

    def save(self, commit: bool = True) -> Topic:  # Django's signature
        topic: Topic = super().save(commit=commit)
        return set_synonyms(topic, self.cleaned_data["words"])
