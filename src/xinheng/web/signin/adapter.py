"""Who may make an account: nobody by themselves; the body gives accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are given by the body or asked for by a client's first application."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
