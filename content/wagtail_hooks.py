"""How the editor's rich text treats links to pages."""

from typing import Any

from wagtail import hooks
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler

from content.page_links import NumberedPageLink, NumberedPageLinkElement


@hooks.register("register_rich_text_features", order=10)
def link_by_number(features: Any) -> None:
    features.register_link_type(NumberedPageLink)
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': NumberedPageLinkElement("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": link_entity}},
        },
    )
