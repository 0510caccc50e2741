"""The operators' screens in Wagtail's admin: people and teams."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet

from people import actions
from people.models import Person, Team
from people.refusals import Refusal


class PersonForm(WagtailAdminModelForm):
    """What operators keep. State and address go through the actions, `is_active` follows the state."""

    email = forms.EmailField(label=_("E-mail"))

    class Meta:
        model = Person
        fields = ["name", "title", "team", "site", "manager", "groups", "is_superuser"]
        widgets = {"groups": forms.CheckboxSelectMultiple}
        labels = {"is_superuser": _("Operator"), "manager": _("Manager"), "groups": _("Groups")}
        help_texts = {"is_superuser": _("Operators may do everything, here and on the site.")}

    field_order = ["name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].initial = self.instance.email

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if Person.objects.exclude(pk=self.instance.pk).filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody with this address is here already."))
        return email


class NewPersonForm(PersonForm):
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("They choose a password themselves: “Forgot your password?” on the sign-in page."),
    )


class EditPersonForm(PersonForm):
    state = forms.ChoiceField(
        label=_("State"),
        choices=Person.State.choices,
        help_text=_("A suspended person and a leaver lose access with their next click. Nothing is deleted."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].initial = self.instance.state

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        gives_up = cleaned.get("state") != Person.State.ACTIVE or not cleaned.get("is_superuser")
        if gives_up:
            try:
                # A row of its own: the form writes its fields onto the instance after this.
                actions.ensure_operated_without(Person.objects.get(pk=self.instance.pk))
            except Refusal as refusal:
                raise forms.ValidationError(refusal.sentence) from refusal
        return cleaned


class NewPerson(CreateView):
    def save_instance(self) -> Person:
        fields = dict(self.form.cleaned_data)
        groups = fields.pop("groups")
        with transaction.atomic():
            person = actions.create_person(
                fields.pop("email"), fields.pop("name"), by=self.request.user, **fields
            )
            person.groups.add(*groups)
        return person


class EditPerson(EditView):
    def save_instance(self) -> Person:
        operator, cleaned = self.request.user, self.form.cleaned_data
        with transaction.atomic():
            person: Person = super().save_instance()
            actions.change_email(person, cleaned["email"], by=operator)
            return actions.change_state(person, cleaned["state"], by=operator)


class KeptViewSet(ModelViewSet):
    """Screens for what is never deleted or copied: the doors for it do not exist."""

    copy_view_enabled = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_common_view_kwargs(**kwargs), "delete_url_name": None}

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]


class PersonViewSet(KeptViewSet):
    model = Person
    icon = "user"
    menu_label = _("People")
    menu_order = 600
    add_to_settings_menu = True
    add_to_reference_index = False
    ordering = ["name", "pk"]
    list_filter = ["state", "team", "is_superuser", "groups"]
    search_fields = ["name__folded", "email", "handle"]
    search_backend_name = None
    list_display = [
        "name",
        Column("email", label=_("E-mail"), sort_key="email"),
        Column("team", label=_("Team")),
        Column("get_state_display", label=_("State"), sort_key="state"),
        DateColumn("last_login", label=_("Last sign-in"), sort_key="last_login"),
    ]
    add_view_class = NewPerson
    edit_view_class = EditPerson

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:  # Wagtail's signature
        return EditPersonForm if for_update else NewPersonForm


class TeamViewSet(KeptViewSet):
    model = Team
    icon = "group"
    menu_label = _("Teams")
    menu_order = 610
    add_to_settings_menu = True
    form_fields = ["name", "parent"]
    search_fields = ["name__folded"]
    search_backend_name = None
    list_display = ["name", "parent"]
