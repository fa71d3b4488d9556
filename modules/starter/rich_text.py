"""Markdown to the small HTML that rich text fields keep."""

import html
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from .marks import UnknownMark, parse_marks

# Rich text keeps <b> and <i>; storing the same spares a change on the first save.
_TAGS = {"strong": "b", "em": "i"}


class _Renderer(RendererHTML):
    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        return html.escape(tokens[idx].content, quote=False)

    def code_inline(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        written = tokens[idx].content
        if written.startswith("[") and written.endswith("]"):
            try:
                return " ".join(mark.html for mark in parse_marks(written[1:-1]))
            except UnknownMark:
                pass
        return super().code_inline(tokens, idx, options, env)

    def renderToken(  # noqa: N802 - the name belongs to the library
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        token = tokens[idx]
        if token.type.startswith("blockquote"):
            env["in_quote"] = token.nesting == 1
            return ""
        if token.type.startswith("paragraph") and token.level and not token.hidden:
            return _nested_paragraph(tokens, idx, in_quote=env.get("in_quote", False))
        token.tag = _TAGS.get(token.tag, token.tag)
        return super().renderToken(tokens, idx, options, env).strip("\n")


def _nested_paragraph(tokens: Sequence[Token], idx: int, *, in_quote: bool) -> str:
    """A paragraph in a quotation is a quotation; in a list it is a line."""
    opens = tokens[idx].nesting == 1
    if in_quote:
        return "<blockquote>" if opens else "</blockquote>"
    is_followed = not opens and tokens[idx + 1].type == "paragraph_open"
    return "<br/>" if is_followed else ""


_MARKDOWN = (
    MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)
    .enable("table")
    .disable(["link", "image", "autolink", "html_block", "html_inline", "reference"])
)


def inline_html(text: str) -> str:
    """One line of Markdown as html without block elements."""
    return str(_MARKDOWN.renderInline(text.strip())).replace("\n", " ")


def block_html(text: str) -> str:
    """Paragraphs, headings, lists and quotations as html; not for tables."""
    return str(_MARKDOWN.render(text)).strip()


def table_cells(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The header and the rows of a Markdown table, each cell as inline html."""
    rows = [
        tuple(inline_html(cell) for cell in line.strip().strip("|").split("|"))
        for line in text.strip().splitlines()
    ]
    return rows[0], tuple(rows[2:])
