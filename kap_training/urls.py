"""Every address of the site; each declares who may use it (see routes.py)."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from home.views import sign_in

urlpatterns = [
    path("", include("home.urls")),
    # Wagtail's own login takes a password alone: every path leads to ours.
    path("admin/login/", sign_in, name="admin_sign_in"),
    path("_util/login/", sign_in, name="page_sign_in"),
    path("accounts/", include("allauth.urls")),
    path("", include("modules.urls")),
    path("", include("certificates.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include(wagtail_urls)),
]
