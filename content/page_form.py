"""The editor's form of a page: it takes pictures and files its writer may choose, or that stand there."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from taggit.utils import parse_tags
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.tags import TagField
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.permissions import policy_registry


class GuildPageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for name, value in cleaned.items():
            standing = {upload.pk for upload in uploads_in(self._standing(name))}
            new = [upload for upload in uploads_in(value) if upload.pk not in standing]
            if not all(self._may_choose(upload) for upload in new):
                self.add_error(name, _("A picture or file that was chosen is not there. Choose another one."))
        self._take_known_terms(cleaned)
        return cleaned

    def _take_known_terms(self, cleaned: dict[str, Any]) -> None:
        """Take terms of a curated vocabulary in any case, and say which words it does not hold.

        Wagtail by itself drops unknown words, and those in another case, without saying so.
        """
        for name, field in self.fields.items():
            if not isinstance(field, TagField) or field.free_tagging or name not in cleaned:
                continue
            typed = parse_tags(str(self.data.get(self.add_prefix(name), "")))
            terms = {term.casefold(): term for term in field.tag_model.objects.values_list("name", flat=True)}
            cleaned[name] = [terms[term.casefold()] for term in typed if term.casefold() in terms]
            if unknown := [term for term in typed if term.casefold() not in terms]:
                sentence = _("There is no topic called %(words)s. Choose from those offered while you type.")
                self.add_error(name, sentence % {"words": ", ".join(f"“{term}”" for term in unknown)})

    def _standing(self, name: str) -> Any:
        """What the field held before; the instance carries what was sent by now."""
        before = self.initial.get(name)
        queryset = getattr(self.fields[name], "queryset", None) if name in self.fields else None
        return (
            queryset.filter(pk=before).first() if queryset is not None and isinstance(before, int) else before
        )

    def _may_choose(self, upload: Any) -> bool:
        policy = policy_registry.get_by_type(type(upload))
        return self.for_user is None or policy.user_has_permission_for_instance(
            self.for_user, "choose", upload
        )


def uploads_in(value: Any) -> Iterator[Any]:
    """Every picture and file in a field's value, however deep."""
    if isinstance(value, AbstractImage | AbstractDocument):
        yield value
    elif isinstance(value, blocks.StructValue):
        for part in value.values():
            yield from uploads_in(part)
    elif isinstance(value, blocks.StreamValue):
        for child in value:
            yield from uploads_in(child.value)
    elif isinstance(value, blocks.list_block.ListValue):
        for part in value:
            yield from uploads_in(part)
