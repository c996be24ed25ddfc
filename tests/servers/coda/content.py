"""The content of pages: lines out of Markdown or HTML, and back."""

from __future__ import annotations

import html
import re
from typing import Any

from tests.servers.coda.state import Ids, Line

_MARKDOWN = (("### ", "h3"), ("## ", "h2"), ("# ", "h1"), ("- ", "bulletedList"), ("> ", "blockQuote"))
_HTML = {
    "h1": "h1",
    "h2": "h2",
    "h3": "h3",
    "li": "bulletedList",
    "p": "paragraph",
    "blockquote": "blockQuote",
}
_ELEMENT = re.compile(r"<(h1|h2|h3|li|p|blockquote)\b[^>]*>(.*?)</\1>", re.DOTALL)


def lines_of(content: dict[str, Any], ids: Ids) -> list[Line]:
    """The lines of content that a request has."""
    if content["format"] == "markdown":
        found = [_markdown_line(text) for text in content["content"].splitlines() if text.strip()]
    else:
        found = [(_HTML[tag], html.unescape(text)) for tag, text in _ELEMENT.findall(content["content"])]
    return [Line(ids.new("cl-"), style, text) for style, text in found]


def _markdown_line(text: str) -> tuple[str, str]:
    for mark, style in _MARKDOWN:
        if text.startswith(mark):
            return style, text.removeprefix(mark)
    return "paragraph", text


def written(lines: list[Line], form: str) -> str:
    """Lines as Markdown or as HTML."""
    if form == "markdown":
        marks = {style: mark for mark, style in _MARKDOWN}
        return "".join(f"{marks.get(line.style, '')}{line.text}\n" for line in lines)
    tags = {style: tag for tag, style in _HTML.items()}
    return "".join(f"<{(tag := tags[line.style])}>{html.escape(line.text)}</{tag}>\n" for line in lines)
