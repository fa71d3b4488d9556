"""What learning adds to the Wagtail admin."""

from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.rich_text.feature_registry import FeatureRegistry

from modules.admin import (
    case_drafts,
    exchange,
    lint_publish,
    page_check,
    releases,
    reviews,
    statistics,
)
from modules.admin.learning_menu import LearningGroup
from modules.rich_text import register_mark
from modules.views.pages import serve_learning_page


@hooks.register("register_rich_text_features")
def register_rich_text(features: FeatureRegistry) -> None:
    """This will add the mark to the editors that ask for it."""
    register_mark(features)


@hooks.register("register_admin_viewset")
def register_learning() -> ViewSetGroup:
    """This will add the menu "Learning" for authors."""
    return LearningGroup()


@hooks.register("register_admin_urls")
def register_review_addresses() -> list[URLPattern]:
    """This will add the pages of content review."""
    return reviews.urls()


@hooks.register("register_admin_urls")
def register_statistics_addresses() -> list[URLPattern]:
    """This will add the pages that say how well the questions work."""
    return statistics.urls()


@hooks.register("register_admin_urls")
def register_exchange_addresses() -> list[URLPattern]:
    """This will add the pages by which questions come in and go out as files."""
    return exchange.urls()


@hooks.register("register_admin_urls")
def register_case_addresses() -> list[URLPattern]:
    """This will add the pages on which cases are written."""
    return case_drafts.urls()


@hooks.register("register_admin_urls")
def register_check_address() -> list[URLPattern]:
    """This will add the page that says what learners would stumble over."""
    return page_check.urls()


hooks.register("register_page_header_buttons", page_check.header_buttons)
hooks.register("register_page_listing_more_buttons", page_check.header_buttons)
# What is broken is told before anybody is asked what a change means.
hooks.register("before_publish_page", lint_publish.ask_before_publishing, order=-1)
hooks.register("before_bulk_action", lint_publish.ask_before_bulk)
hooks.register("before_workflow_publish", lint_publish.refuse_in_workflow)


@hooks.register("register_admin_urls")
def register_release_addresses() -> list[URLPattern]:
    """This will add the pages that say what an edition asks."""
    return releases.urls()


hooks.register("after_publish_page", releases.ask_what_it_means)

# Learning pages are shown to people on a roster only, each with their own progress.
hooks.register("before_serve_page", serve_learning_page)
