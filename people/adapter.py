"""How allauth signs people up here: closed, unless their mail domain is welcome."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from people.models import Person


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return bool(settings.SIGNUP_DOMAINS)

    def new_user(self, request: HttpRequest) -> Person:
        person: Person = super().new_user(request)
        person.proves_address = True
        return person

    def format_email_subject(self, subject: str) -> str:
        return subject
