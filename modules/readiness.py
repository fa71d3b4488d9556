"""What still stands between a person and a track's assessment. Pure."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.records import LearningRecord, TrackRecord


def obstacle(record: LearningRecord, track_code: str) -> str:
    """This will say in one sentence what to do first; empty when nothing is."""
    track = record.track(track_code)
    if track is None:
        return _("This part of the curriculum is not published at the moment.")
    if not track.is_enrolled:
        return _("Begin %(track)s first: you are not enrolled in it yet.") % {
            "track": track.title
        }
    return _track_to_pass(record, track) or _lesson_to_read(track)


def _track_to_pass(record: LearningRecord, track: TrackRecord) -> str:
    for code in track.requires:
        other = record.track(code)
        if other and not other.is_passed:
            return _("%(other)s comes first. Pass it, and %(track)s opens.") % {
                "other": other.title,
                "track": track.title,
            }
    return ""


def _lesson_to_read(track: TrackRecord) -> str:
    unread = track.lessons_left
    if not any(module.lessons for module in track.modules):
        return _("This part of the curriculum has no lessons yet.")
    if not unread:
        return ""
    sentence = ngettext(
        "One lesson is still to be finished: %(next)s.",
        "%(count)s lessons are still to be finished. The next one is %(next)s.",
        len(unread),
    )
    next_one = f"{unread[0].code} {unread[0].title}"
    return sentence % {"count": len(unread), "next": next_one}
