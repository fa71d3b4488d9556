"""Moodle XML: read and write. No document type, no entities, no pictures."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from modules.exchange.drafts import (
    QuestionDraft,
    Row,
    UnreadableError,
    Written,
    check_size,
    kept_and_left,
    plain,
    row_of,
)
from modules.exchange.tags import tags_of, with_tags
from modules.question_rules import Option

_WORDS = ("plain_text", "markdown")
_KINDS = {
    "MATCHING": "matching",
    "ORDERING": "ordering",
}


def read_moodle_xml(data: bytes) -> list[Row]:
    """This will read every question of a file, or say what is wrong with it.

    Raises:
        UnreadableError: the file is too large, no XML, no quiz, or hides something.
    """
    rows: list[Row] = []
    bank = ""
    for element in _quiz(data).findall("question"):
        kind = element.get("type", "")
        if kind == "category":
            path = element.findtext("category/text") or ""
            bank = path.strip().rpartition("/")[2]
        else:
            rows.append(_row(len(rows) + 1, element, bank))
    return rows


def write_moodle_xml(drafts: Iterable[QuestionDraft]) -> Written:
    """This will write questions so that reading gives the same again."""
    kept, left_out = kept_and_left(drafts)
    quiz = Element("quiz")
    bank = ""
    for draft in kept:
        if draft.bank != bank:
            category = SubElement(quiz, "question", type="category")
            _text(SubElement(category, "category"), f"$course$/{draft.bank}")
            bank = draft.bank
        _write(quiz, draft)
    body = tostring(quiz, encoding="unicode")
    return Written(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', left_out)


def _quiz(data: bytes) -> Element:
    check_size(data)
    try:
        quiz: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as fault:
        words = _("The file declares a document type or entities; these are refused.")
        raise UnreadableError(words) from fault
    except (ParseError, ValueError, LookupError) as fault:
        raise UnreadableError(_("The file is not XML that can be read.")) from fault
    if quiz.tag != "quiz":
        raise UnreadableError(_("This is no Moodle XML: it holds no quiz."))
    return quiz


def _row(number: int, element: Element, bank: str) -> Row:
    code = (element.findtext("idnumber") or element.findtext("name/text") or "").strip()
    tags = [tag.text or "" for tag in element.findall("tags/tag/text")]
    try:
        kind, options = _options(element)
        draft = QuestionDraft(
            code=code,
            bank=bank,
            type=kind,
            stem=_words(element.find("questiontext")),
            options=options,
            common_errors=_words(element.find("generalfeedback")),
        )
        return row_of(number, with_tags(draft, tags))
    except UnreadableError as fault:
        return Row(number, code, None, (str(fault),))


def _options(element: Element) -> tuple[str, tuple[Option, ...]]:
    kind = element.get("type", "")
    if kind == "matching":
        return "MATCHING", tuple(_pair(one) for one in element.findall("subquestion"))
    answers = element.findall("answer")
    if kind == "ordering":
        return "ORDERING", tuple(_option(one, True) for one in answers)
    if kind == "truefalse":
        return "TRUE_FALSE", tuple(_verdict(one) for one in answers)
    if kind != "multichoice":
        words = _("Questions of Moodle’s type “%(kind)s” are not read.")
        raise UnreadableError(words % {"kind": kind})
    several = (element.findtext("single") or "true").strip() in ("false", "0")
    weights = [_weight(one) for one in answers]
    if not several and any(0 < weight < 100 for weight in weights):
        raise UnreadableError(_("An answer counts in part; here it is right or wrong."))
    options = tuple(
        _option(one, weight > 0) for one, weight in zip(answers, weights, strict=True)
    )
    return ("MULTIPLE" if several else "SINGLE"), options


def _weight(answer: Element) -> float:
    try:
        return float(answer.get("fraction", "0"))
    except ValueError as fault:
        raise UnreadableError(_("The weight of an answer is no number.")) from fault


def _option(answer: Element, is_right: bool) -> Option:
    return Option(_words(answer), _words(answer.find("feedback")), is_right)


def _verdict(answer: Element) -> Option:
    verdict = (answer.findtext("text") or "").strip().lower()
    words = _("True") if verdict == "true" else _("False")
    return Option(words, _words(answer.find("feedback")), _weight(answer) > 0)


def _pair(sub: Element) -> Option:
    return Option(_words(sub), "", True, _words(sub.find("answer"), "plain_text"))


def _words(holder: Element | None, form: str = "html") -> str:
    if holder is None:
        return ""
    if holder.find("file") is not None:
        raise UnreadableError(_("It holds a file; only words are read."))
    words = holder.findtext("text") or ""
    return words.strip() if holder.get("format", form) in _WORDS else plain(words)


def _write(quiz: Element, draft: QuestionDraft) -> None:
    kind = _KINDS.get(draft.type, "multichoice")
    question = SubElement(quiz, "question", type=kind)
    _text(SubElement(question, "name"), draft.code)
    _held(question, "questiontext", draft.stem)
    _held(question, "generalfeedback", draft.common_errors)
    SubElement(question, "idnumber").text = draft.code
    if kind == "multichoice":
        SubElement(question, "single").text = str(draft.type != "MULTIPLE").lower()
    for option in draft.options:
        if kind == "matching":
            sub = _held(question, "subquestion", option.text)
            _text(SubElement(sub, "answer"), option.match)
        else:
            answer = _held(question, "answer", option.text)
            answer.set("fraction", _share(draft, option))
            _held(answer, "feedback", option.feedback)
    tags = SubElement(question, "tags")
    for tag in tags_of(draft):
        _text(SubElement(tags, "tag"), tag)


def _share(draft: QuestionDraft, option: Option) -> str:
    if not option.is_right:
        return "-100" if draft.type == "MULTIPLE" else "0"
    if draft.type != "MULTIPLE":
        return "100"
    right = sum(one.is_right for one in draft.options)
    return f"{100 / right:.5f}".rstrip("0").rstrip(".")


def _held(parent: Element, name: str, words: str) -> Element:
    holder = SubElement(parent, name, format="plain_text")
    _text(holder, words)
    return holder


def _text(parent: Element, words: str) -> None:
    SubElement(parent, "text").text = words
