"""What happens when the last step of a workflow approves a page.

Wagtail imports this while it makes its own models, so nothing of ours is known here:
whoever has a say registers the hook `before_workflow_publish` and raises.
"""

from typing import Any

from wagtail import hooks
from wagtail.workflows import publish_workflow_state


def publish_unless_refused(workflow_state: Any, user: Any = None) -> None:
    """This will publish what was approved, unless a hook refuses it.

    Raises:
        RuleBroken: a hook's refusal; the approval is undone with it.
    """
    for ask in hooks.get_hooks("before_workflow_publish"):
        ask(workflow_state.content_object.get_latest_revision_as_object(), user)
    publish_workflow_state(workflow_state, user=user)
