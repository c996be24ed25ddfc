"""Docs that show what a Pack can do."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.docs import DocReference


class PackFeaturedDoc(CodaModel):
    """A doc that shows what a Pack can do.

    Attributes:
        doc: the doc.
        is_pinned: whether it comes first.
        doc_status: what is wrong with it, if anything.
        published_url: where it is published.
    """

    doc: DocReference
    is_pinned: bool
    doc_status: str | None = None
    published_url: str | None = None


class FeaturedDoc(CodaModel):
    """A doc that shall show what a Pack can do.

    Attributes:
        url: its address.
        is_pinned: whether it comes first.
    """

    url: str
    is_pinned: bool | None = None
