"""What an empty database needs before anything can happen in it; made after every `migrate`."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.admin.models import Admin
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission, Locale, Page, Site

from communities.models import CommunityIndexPage
from courses.models import CourseIndexPage
from people.groups import EMPLOYEES, SITE_WIDE, TOPIC_STEWARDS
from topics.models import Topic

WAGTAILS_TITLE = "Welcome to your new Wagtail site!"
"""What Wagtail's first migration calls the page that all others hang below."""


def lay_foundation(**_signal: Any) -> None:
    """Root pages, the site, the groups; doing it again changes nothing."""
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    top = root.get_children().first() or root.add_child(title="Guildhall", slug="home")
    if top.title == WAGTAILS_TITLE:
        top.title = top.draft_title = "Guildhall"
        top.save()
    if not Site.objects.exists():
        Site.objects.create(hostname="localhost", root_page=top, is_default_site=True, site_name="Guildhall")
    if not CourseIndexPage.objects.exists():
        top.add_child(instance=CourseIndexPage(title="Courses", slug="courses"))
    if not CommunityIndexPage.objects.exists():
        top.refresh_from_db()
        top.add_child(instance=CommunityIndexPage(title="Communities", slug="communities"))
    _lay_groups(Collection.objects.filter(depth=1).first() or Collection.add_root(name="Root"))


def _lay_groups(root: Collection) -> None:
    for name in SITE_WIDE:
        Group.objects.get_or_create(name=name)
    stewards = Group.objects.get(name=TOPIC_STEWARDS)
    stewards.permissions.add(*(_permission(Topic, codename) for codename in ("add_topic", "change_topic")))
    employees, _created = Group.objects.get_or_create(name=EMPLOYEES)
    employees.permissions.add(_permission(Admin, "access_admin"))
    # Wagtail asks for the permissions of its own models, whichever models stand in for them.
    for model, codename in [
        (Image, "add_image"),
        (Image, "choose_image"),
        (Document, "add_document"),
        (Document, "choose_document"),
    ]:
        GroupCollectionPermission.objects.get_or_create(
            group=employees, collection=root, permission=_permission(model, codename)
        )


def _permission(model: Any, codename: str) -> Permission:
    """The permission, made early when Django has not come round to it yet."""
    permission, _created = Permission.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
        codename=codename,
        defaults={"name": codename.replace("_", " ")},
    )
    return permission
