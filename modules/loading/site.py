"""The site's front door: where the curriculum is hung up."""

from wagtail.models import Page, Site

from home.models import HomePage

SITE_NAME = "KAP Training"


def front_page() -> Page:
    """This will give the default site's root page.

    A fresh Wagtail shows a welcome page there; a home page of ours takes its place.
    A page that somebody made stays, whatever its type.
    """
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        home = _new_home()
        Site.objects.create(
            hostname="localhost",
            site_name=SITE_NAME,
            root_page=home,
            is_default_site=True,
        )
        return home
    if not _is_welcome(site.root_page):
        return site.root_page.specific
    return _replace_welcome(site)


def _is_welcome(page: Page) -> bool:
    return page.specific_class is Page and page.is_leaf() and page.depth == 2


def _replace_welcome(site: Site) -> HomePage:
    welcome = site.root_page
    home = _new_home()
    site.root_page = home
    site.site_name = site.site_name or SITE_NAME
    site.save()
    welcome.delete()
    home.refresh_from_db()
    home.slug = "home"
    home.save()
    home.save_revision().publish()
    return home


def _new_home() -> HomePage:
    home = HomePage(title=SITE_NAME, slug="kap-training")
    return Page.get_first_root_node().add_child(instance=home)
