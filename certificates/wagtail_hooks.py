"""What credentialing adds to the Wagtail admin."""

from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from certificates.admin import desk, menu


@hooks.register("register_admin_urls")
def register_credentialing_addresses() -> list[URLPattern]:
    """This will add the pages of credentialing."""
    return menu.urls()


@hooks.register("register_admin_menu_item")
def register_credentialing_menu() -> MenuItem:
    """This will add "Credentialing" for directors."""
    return menu.menu_item()


@hooks.register("insert_global_admin_css")
def link_stylesheet() -> str:
    """This will dress the pages of credentialing."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("certificates/admin.css")
    )


# What waits for a decision is the first thing that a director sees.
hooks.register("construct_homepage_panels", desk.add_panel)
