"""Steps beside it: what a decision rests on is edited, and rows are deleted."""

from certificates.actions.requirement_sets import edit_draft, start_draft
from certificates.models import CurrencyRecord, Document, RequirementSet
from home.models import Person, User
from modules.models import LessonPage, ModulePage, TrackPage
from tests.certificates.life.applying import APPLICANT
from tests.certificates.life.machine import ANYBODY, KIND, NTH, Base, deed
from tests.certificates.life.rows import CAST
from tests.certificates.life.world import PASSWORD

WHOEVER = list(CAST)


def has_lessons(self) -> bool:
    return LessonPage.objects.exists()


class Editing(Base):
    """Mixed into the machine."""

    @deed(often=1, who=WHOEVER)
    def rename(self, who: str) -> None:
        rows = Person.objects.filter(pk=self.world.people[who])
        rows.update(name=f"{who.capitalize()} Lane the {self.tally.steps}th")
        self.said("rename a person", [])

    @deed(often=1, who=APPLICANT)
    def add_document(self, who: str) -> None:
        row = Document.objects.create(
            person_id=self.world.people[who],
            kind="LIABILITY",
            issued_on=self.model.today,
            recorded_at=self.now,
        )
        self.kept(row, "DOCUMENT-RECORDED")
        self.said("add a document", ["DOCUMENT-RECORDED"])

    @deed(often=2, who=APPLICANT)
    def record_conduct(self, who: str) -> None:
        row = CurrencyRecord.objects.create(
            person_id=self.world.people[who],
            kind="CONDUCT",
            on=self.model.today,
            recorded_at=self.now,
        )
        self.model.recorded.add(who)
        self.kept(row, "CURRENCY-RECORDED")
        self.said("record what is asked", ["CURRENCY-RECORDED"])

    @deed(often=1, when=has_lessons, number=NTH)
    def edit_lesson(self, number: int) -> None:
        page = self._one_of(LessonPage, number)
        page.title = f"Another title {self.tally.steps}"
        page.save_revision().publish()
        self.edited("edit a lesson")

    @deed(often=1, when=has_lessons, number=NTH)
    def unpublish_page(self, number: int) -> None:
        self._one_of(LessonPage, number).unpublish()
        self.edited("unpublish a lesson")

    @deed(often=1, when=has_lessons, number=NTH)
    def move_page(self, number: int) -> None:
        page = self._one_of(ModulePage, number)
        page.move(TrackPage.objects.order_by("pk").last(), pos="last-child")
        self.edited("move a module")

    @deed(
        often=1,
        when=has_lessons,
        number=NTH,
        kind=[LessonPage, LessonPage, ModulePage],
    )
    def delete_page(self, number: int, kind: type) -> None:
        self._one_of(kind, number).delete()
        self.edited("delete a page")

    def edited(self, name: str) -> None:
        """An edit of pages may freeze a new edition, and log that."""
        self._may_be["MODULE-EDITION-FROZEN"] = 2
        self.said(name, [])

    def _one_of(self, kind: type, number: int):
        rows = kind.objects.order_by("pk")
        return rows[number % rows.count()]

    @deed(often=1, who=WHOEVER)
    def delete_user(self, who: str) -> None:
        User.objects.filter(person=self.world.people[who]).delete()
        assert self.person(who).user is None
        self.said("delete a sign-in", [])

    @deed(often=2, who=WHOEVER, is_given_back=(False, True))
    def create_user_again(self, who: str, is_given_back: bool) -> None:
        """The same address is not the same person, until somebody says so."""
        if self.person(who).user is None:
            email = f"{who}@example.org"
            user = User.objects.filter(email=email).first()
            user = user or User.objects.create_user(email, PASSWORD)
            assert self.person(who).user is None, (
                "an address gave back somebody's rights"
            )
            if is_given_back:
                Person.objects.filter(pk=self.world.people[who]).update(user=user)
        self.said("create a sign-in again", [])

    @deed(often=2, by=ANYBODY, kind=KIND)
    def edit_requirements(self, by: str, kind: str) -> None:
        """A draft changes nothing for anybody until it is in force."""
        rows = RequirementSet.objects.filter(credential_type=kind)
        draft = rows.filter(state="DRAFT").first()
        who, one = self.person(by), CAST[by]
        why = "" if one.is_director and not one.is_elsewhere else "no director"
        if draft is None:
            source = rows.get(state="ACTIVE")
            self.do(
                "draft requirements",
                why,
                lambda: start_draft(source, self.clinic, by=who, at=self.now),
                lambda _: ["REQUIREMENTS-DRAFTED"],
            )
        else:
            told = {"changes": {"valid_months": 60}, "shown_sha256": draft.sha256}
            self.do(
                "edit requirements",
                why,
                lambda: edit_draft(draft, by=who, at=self.now, **told),
                lambda _: ["REQUIREMENTS-EDITED"],
            )
