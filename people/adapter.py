"""How allauth signs people up here: closed, unless their mail domain is welcome."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_DOMAINS)

    def clean_email(self, email: str) -> str:
        """Refuse an address of another company."""
        address: str = super().clean_email(email)
        if settings.SIGNUP_DOMAINS and address.rpartition("@")[2].lower() not in settings.SIGNUP_DOMAINS:
            raise ValidationError(
                _("Sign-up is open to addresses at %(domains)s. Use your work address, or ask an operator.")
                % {"domains": ", ".join(settings.SIGNUP_DOMAINS)}
            )
        return address
