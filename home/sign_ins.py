"""How sign-ins are made: by e-mail address, without a user name."""

from typing import Any

from django.contrib.auth.base_user import BaseUserManager


class UserManager(BaseUserManager):
    """Makes sign-ins by e-mail address and finds them whatever the case."""

    use_in_migrations = True

    def get_by_natural_key(self, email: str | None):
        """This will find the sign-in of an address, in any case."""
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields):
        """This will make a sign-in; without a password it cannot be used yet.

        Raises:
            ValueError: the address is empty.
        """
        if not email:
            raise ValueError("A sign-in needs an e-mail address.")
        user: Any = self.model(email=email.strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        """This will make a sign-in with every Wagtail right and no clinical one."""
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )
