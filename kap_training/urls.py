"""Every address of the site; each declares who may use it (see routes.py)."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.views import sign_in, sign_in_address

urlpatterns = [
    path("", include("home.urls")),
    # Wagtail's own login takes a password alone: every path leads to ours.
    path("admin/login/", sign_in, name="admin_sign_in"),
    path("_util/login/", sign_in, name="page_sign_in"),
    # The library's own page would let an open session change the address.
    path("accounts/email/", sign_in_address, name="account_email"),
    path("accounts/", include("allauth.urls")),
    path("", include("modules.urls")),
    path("", include("certificates.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]
