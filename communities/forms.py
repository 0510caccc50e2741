"""The form in which wiki pages are written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.actions import MAX_BODY_BYTES


class WikiPageForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=255)
    summary = forms.CharField(
        label=_("In one sentence"), max_length=300, required=False, help_text=_("Shown in lists and search.")
    )
    body = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text=_("Markdown: ## heading, **bold**, - list, [words](address), [[title of a page]]."),
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_body(self) -> str:
        """Plain line ends, so that a text sent unchanged stays equal."""
        body: str = self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n")
        if len(body.encode()) > MAX_BODY_BYTES:
            raise forms.ValidationError(_("The text is longer than 1 MB. Divide it into several pages."))
        return body

    @property
    def wants_preview(self) -> bool:
        return "preview" in self.data

    @property
    def text(self) -> dict[str, Any]:
        """What the person wrote, as the actions take it."""
        return {name: self.cleaned_data[name] for name in ("title", "body", "summary")}

    def start_from(self, revision_id: int | None) -> None:
        """Let the next save build on a newer revision, now that the writer has seen it."""
        self.data = {**self.text, "base": "" if revision_id is None else str(revision_id)}
