"""Every word that people read goes through gettext: templates, refusals and forms."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("home", "modules", "certificates", "kap_training")
# What is told to programs, and to whoever prepares files for them, is English.
TOLD_TO_PROGRAMS = ("certificates/api/", "certificates/worlds/", "modules/starter/")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted(
    (ROOT / "templates").rglob("*.txt")
)
SOURCES = [
    path
    for room in ROOMS
    for path in sorted((ROOT / room).rglob("*.py"))
    if not {"migrations", "demo", "management"} & set(path.parts)
    and not str(path.relative_to(ROOT)).startswith(TOLD_TO_PROGRAMS)
]

TRANSLATED = re.compile(
    r"{%-?\s*blocktranslate.*?%}.*?{%\s*endblocktranslate\s*%}|"
    r"{%\s*comment.*?endcomment\s*%}|"
    # Names of classes, for the layout.
    r"{%\s*block \w+_class\s*%}.*?{%\s*endblock\s*%}",
    re.DOTALL,
)
MARKUP = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
# `{% include … with label="Done" %}` would pass a word by the translators.
TOLD = re.compile(r'\b(?:label|text|title|heading|words|hint)="([^"{]*)"')
READ_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}
WORD = re.compile(r"[A-Za-z]{2,}")


class Words(HTMLParser):
    """Gathers what a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag, attrs):
        self._hidden += tag in {"script", "style"}
        self.found += [
            value for name, value in attrs if value and name in READ_ATTRIBUTES
        ]

    def handle_endtag(self, tag):
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self._hidden:
            self.found.append(data)


def untranslated(source: str) -> list[str]:
    """This will list the words of a template that no translator would see."""
    plain = TRANSLATED.sub(" ", source)
    tags = [tag for tag in MARKUP.findall(plain) if tag.startswith("{% include")]
    told = [word for tag in tags for word in TOLD.findall(tag) if " " in word]
    parser = Words()
    parser.feed(MARKUP.sub(" ", plain))
    return [text.strip() for text in parser.found + told if WORD.search(text)]


# What is a name, a unit or a notation in every language.
SAME_EVERYWHERE = {"KAP Training", "SHA-256", "UTC"}


class TestTemplates:
    @pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
    def test_say_nothing_untranslated(self, path):
        assert set(untranslated(path.read_text())) <= SAME_EVERYWHERE


def test_finds_words_where_they_hide():
    source = (
        '{% load i18n %}<p title="Read me">{% translate "Fine" %} Plain {{ name }}</p>'
        "{% blocktranslate %}Fine too{% endblocktranslate %}<script>let a</script>"
        '{% include "x.html" with label="Not fine" only %}'
    )
    assert untranslated(source) == ["Read me", "Plain", "Not fine"]


SHOWN = {"label", "help_text", "verbose_name", "verbose_name_plural", "heading"}
REFUSALS = re.compile(r"ValidationError$|NotAllowed$|RuleBroken$")
TELLING = {"success", "warning", "error", "info"}


def broken_rules() -> set[str]:
    """This will name every class whose message is shown to whoever broke the rule."""
    found, more = {"RuleBroken", "ValidationError"}, True
    bases = {
        node.name: {getattr(of, "id", getattr(of, "attr", "")) for of in node.bases}
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
    }
    while more:
        more = {name for name, of in bases.items() if of & found} - found
        found |= more
    return found


RULES = broken_rules()


def said(path: Path) -> Iterator[str]:
    """This will give where a module says something to people without gettext."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in RULES and node.args and " " in text_of(node.args[0]):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {name}"
        owner = getattr(getattr(node.func, "value", None), "id", "")
        if owner == "messages" and name in TELLING and text_of(node.args[1]):
            yield f"{path.relative_to(ROOT)}:{node.lineno} messages.{name}"
        for keyword in node.keywords:
            if keyword.arg in SHOWN and text_of(keyword.value):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {keyword.arg}"


def text_of(node: ast.expr | None) -> str:
    """This will give the words that stand in the code themselves, without gettext."""
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) for part in node.values)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return node.value if is_text and WORD.search(node.value) else ""


def test_refusals_messages_and_forms_go_through_gettext():
    assert [where for path in SOURCES for where in said(path)] == []


def test_knows_whose_message_is_shown():
    assert {"ChecksLeft", "NotEnrolled", "TimeIsOver"} <= RULES
