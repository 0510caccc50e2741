"""Links from a text to a page: by number, so that the text tells nobody what the page is called.

Who follows one is led to the page, or learns that there is none, at an address that knows who asks.
"""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.rich_text.pages import PageLinkHandler


def address_of(number: Any) -> str:
    """Where the link of a text to this page leads; nothing for what is no number."""
    text = str(number)
    return reverse("config:page", args=[int(text)]) if text.isascii() and text.isdigit() else ""


class NumberedPageLink(PageLinkHandler):
    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        addresses = [address_of(attrs.get("id")) for attrs in attrs_list]
        return [format_html('<a href="{}">', address) if address else "<a>" for address in addresses]


class NumberedPageLinkElement(PageLinkElementHandler):
    """The same in the editor."""

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        return {"id": int(attrs["id"]), "url": address_of(attrs["id"]), "parentId": None}
