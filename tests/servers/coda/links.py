"""Links: those of the API, and those of the browser, there and back."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

BROWSER = "https://coda.io"
HOSTS = ("coda.io", "docs.superhuman.com")
ROOT = "/apis/v1"

_DOC = re.compile(r"/d/(?:[^/]*_d|_d)(?P<doc>[\w-]+)(?:/(?P<rest>[^/]*))?/?$")
_PAGE = re.compile(r"(?:.*_)?su(?P<page>[\w-]+)$")
_TABLE = re.compile(r"(?:[^/]*_)?t(?P<table>[\w-]+?)(?:/_ru(?P<row>[\w-]+))?$")


class Place(NamedTuple):
    """What a browser link speaks of, by the ends of their ids."""

    doc: str
    page: str | None
    table: str | None
    row: str | None


def place_of(link: str) -> Place | None:
    """What a browser link speaks of; ``None`` where it is no link to a doc of Coda."""
    parts = urlsplit(link)
    if parts.scheme != "https" or parts.hostname not in HOSTS:
        return None
    doc = _DOC.match(parts.path)
    if doc is None:
        return None
    page = _PAGE.match(doc["rest"] or "")
    table = _TABLE.match(parts.fragment)
    return Place(
        doc["doc"],
        page["page"] if page else None,
        table["table"] if table else None,
        table["row"] if table else None,
    )


def doc_link(doc: str) -> str:
    """Where a doc is in the browser."""
    return f"{BROWSER}/d/_d{doc}"


def page_link(doc: str, page: str, name: str) -> str:
    """Where a page is in the browser."""
    return f"{doc_link(doc)}/{_words(name)}_su{page.removeprefix('canvas-')}"


def table_link(doc: str, table: str, name: str) -> str:
    """Where a table is in the browser."""
    return f"{doc_link(doc)}#{_words(name)}_t{table.partition('-')[2]}"


def row_link(doc: str, table: str, name: str, row: str) -> str:
    """Where a row is in the browser."""
    return f"{table_link(doc, table, name)}/_ru{row}"


def _words(name: str) -> str:
    return quote("-".join(name.split()), safe="-")
