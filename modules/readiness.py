"""What still stands between a person and a track's assessment, in a sentence. Pure."""

from django.utils.translation import gettext as _

from modules.completion import Rule, before_the_assessment
from modules.records import LearningRecord
from modules.why_words import lessons_left


def obstacle(record: LearningRecord, track_code: str) -> str:
    """This will say in one sentence what to do first; empty when nothing is."""
    track = record.track(track_code)
    if track is None:
        return _("This part of the curriculum is not published at the moment.")
    found = (row for row in before_the_assessment(record, track) if not row.is_met)
    first = next(found, None)
    if first is None and any(module.lessons for module in track.modules):
        return ""
    if first is None or (first.code == Rule.READ and not first.lessons):
        return _("This part of the curriculum has no lessons yet.")
    words = {
        Rule.BEGUN: _("Begin %(track)s first: you are not enrolled in it yet."),
        Rule.FIRST: _("%(other)s comes first. Pass it, and %(track)s opens."),
    }
    if first.code in words:
        return words[first.code] % {"track": track.title, "other": first.subject}
    return lessons_left(first)
