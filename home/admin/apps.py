from wagtail.users.apps import WagtailUsersAppConfig


class SignInsConfig(WagtailUsersAppConfig):
    """Wagtail's user administration, with our own pages for adding and changing."""

    user_viewset = "home.admin.sign_ins.SignInViewSet"
