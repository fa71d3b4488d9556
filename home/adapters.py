"""How django-allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from home.client_address import client_address


class ClosedSignUpAdapter(DefaultAccountAdapter):
    """People are entered by their clinic; nobody signs themselves up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """This will count nothing: wrong passwords are counted in `home.lockouts`.

        The library counts by the address alone, so that anybody anywhere could
        keep a director out. Its limit still holds for codes of a second factor.
        """

    def get_client_ip(self, request: HttpRequest) -> str:
        """This will give the same address that everything else here goes by."""
        return client_address(request) or ""
