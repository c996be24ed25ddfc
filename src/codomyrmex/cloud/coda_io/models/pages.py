"""Pages, and what is on them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias

from pydantic import Field

from codomyrmex.cloud.coda_io.models.base import CodaModel, RequestAccepted
from codomyrmex.cloud.coda_io.models.docs import Icon
from codomyrmex.cloud.coda_io.models.union import Tagged
from codomyrmex.cloud.coda_io.models.values import PersonValue


class Image(CodaModel):
    """The cover of a page.

    Attributes:
        browser_link: where the picture is.
        type: its media type.
        width: in pixels.
        height: in pixels.
    """

    browser_link: str
    type: str | None = None
    width: float | None = None
    height: float | None = None


class PageReference(CodaModel):
    """A page that is spoken of.

    Attributes:
        id: its id.
        type: ``page``.
        href: its address in the API.
        browser_link: where it is in the browser.
        name: its name.
    """

    id: str
    type: str | None = None
    href: str | None = None
    browser_link: str | None = None
    name: str | None = None


class Page(PageReference):
    """A page.

    Attributes:
        name: its name.
        subtitle: its subtitle.
        icon: its icon.
        image: its cover.
        content_type: ``canvas``, ``embed``, ``syncPage`` or ``table``.
        is_hidden: whether it is hidden.
        is_effectively_hidden: whether it or a page above it is hidden.
        parent: the page above it.
        children: the pages below it.
        authors: who wrote it.
        created_at: when it was made.
        created_by: who made it.
        updated_at: when what is on it was changed last.
        updated_by: who changed it last.
    """

    name: str
    subtitle: str | None = None
    icon: Icon | None = None
    image: Image | None = None
    content_type: str | None = None
    is_hidden: bool
    is_effectively_hidden: bool | None = None
    parent: PageReference | None = None
    children: list[PageReference] = Field(default_factory=list)
    authors: list[PersonValue] | None = None
    created_at: datetime | None = None
    created_by: PersonValue | None = None
    updated_at: datetime | None = None
    updated_by: PersonValue | None = None


class PageContent(CodaModel):
    """Text to put on a page.

    Attributes:
        format: how it is written.
        content: the text.
    """

    format: Literal["html", "markdown"]
    content: str


class CanvasPageContent(Tagged):
    """A new page with text on it.

    Attributes:
        type: ``canvas``.
        canvas_content: the text.
    """

    type: Literal["canvas"] = "canvas"
    canvas_content: PageContent


class EmbedPageContent(Tagged):
    """A new page that shows a web page.

    Attributes:
        type: ``embed``.
        url: the address of what it shows.
        render_method: how it is shown; ``compatibility`` shows more sites.
    """

    type: Literal["embed"] = "embed"
    url: str
    render_method: Literal["compatibility", "standard"] | None = None


class SyncPageContent(Tagged):
    """A new page that shows a page of another doc, or all of it.

    Attributes:
        type: ``syncPage``.
        mode: whether it shows a page or the whole doc.
        source_doc_id: the id of the other doc.
        source_page_id: the id of its page; only with the mode ``page``.
        include_subpages: whether the pages below it are shown too; only with the mode ``page``.
    """

    type: Literal["syncPage"] = "syncPage"
    mode: Literal["page", "document"]
    source_doc_id: str
    source_page_id: str | None = None
    include_subpages: bool | None = None


PageCreateContent: TypeAlias = CanvasPageContent | EmbedPageContent | SyncPageContent
"""What a new page shows."""


class PageCreate(CodaModel):
    """The first page of a new doc.

    Attributes:
        name: its name.
        subtitle: its subtitle.
        icon_name: the name of its icon.
        image_url: where the picture of its cover is.
        parent_page_id: the id of the page above it.
        page_content: what it shows.
    """

    name: str | None = None
    subtitle: str | None = None
    icon_name: str | None = None
    image_url: str | None = None
    parent_page_id: str | None = None
    page_content: PageCreateContent | None = None


class PageContentUpdate(CodaModel):
    """What to change on a page.

    Attributes:
        insertion_mode: where the text goes.
        canvas_content: the text.
        element_id: what on the page it goes before or after, or takes the place of; the page itself if not
            given.
    """

    insertion_mode: Literal["append", "prepend", "replace"]
    canvas_content: PageContent
    element_id: str | None = None


class PageCreateResult(RequestAccepted):
    """A page will be made.

    Attributes:
        id: its id.
    """

    id: str


class PageUpdateResult(RequestAccepted):
    """A page will be changed.

    Attributes:
        id: its id.
    """

    id: str


class PageDeleteResult(RequestAccepted):
    """A page will be deleted.

    Attributes:
        id: its id.
    """

    id: str


class PageContentDeleteResult(RequestAccepted):
    """Something on a page will be deleted.

    Attributes:
        id: the page's id.
    """

    id: str


class PageContentItemContent(CodaModel):
    """What an element of a page says.

    Attributes:
        style: what it is: ``paragraph``, ``h1``, ``bulletedList``, ``code``, …
        format: ``plainText``.
        content: its text.
        line_level: how far it is indented.
    """

    style: str
    format: str
    content: str
    line_level: int | None = None


class PageContentItem(CodaModel):
    """An element of a page.

    Attributes:
        id: its id.
        type: ``line``.
        item_content: what it says.
    """

    id: str
    type: str
    item_content: PageContentItemContent | None = None


class BeginPageContentExportResponse(CodaModel):
    """An export was begun.

    Attributes:
        id: its id.
        status: how far it is.
        href: the API's address of its status.
    """

    id: str
    status: str
    href: str | None = None


class PageContentExportStatusResponse(CodaModel):
    """How far an export is.

    Attributes:
        id: its id.
        status: ``inProgress``, ``complete`` or ``failed``.
        href: the API's address of this answer.
        download_link: where the file is, for a short time, once it is complete.
        error: why it failed.
    """

    id: str
    status: str
    href: str | None = None
    download_link: str | None = None
    error: str | None = None
