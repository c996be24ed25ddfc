"""Docs, and where they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import model_validator

from codomyrmex.cloud.coda_io.models.base import CodaModel


class Icon(CodaModel):
    """The icon of a doc or a page.

    Attributes:
        name: its name.
        type: its media type.
        browser_link: where the picture is.
    """

    name: str
    type: str | None = None
    browser_link: str | None = None


class WorkspaceReference(CodaModel):
    """A workspace.

    Attributes:
        id: its id.
        type: ``workspace``.
        organization_id: the organization it belongs to.
        browser_link: where it is in the browser.
        name: its name.
    """

    id: str
    type: str | None = None
    organization_id: str | None = None
    browser_link: str | None = None
    name: str | None = None


class FolderReference(CodaModel):
    """A folder.

    Attributes:
        id: its id.
        type: ``folder``.
        browser_link: where it is in the browser.
        name: its name.
    """

    id: str
    type: str | None = None
    browser_link: str | None = None
    name: str | None = None


class DocReference(CodaModel):
    """A doc that is spoken of.

    Attributes:
        id: its id.
        type: ``doc``.
        href: its address in the API.
        browser_link: where it is in the browser.
    """

    id: str
    type: str | None = None
    href: str | None = None
    browser_link: str | None = None


class DocSize(CodaModel):
    """How much is in a doc.

    Attributes:
        total_row_count: rows of all tables.
        table_and_view_count: tables and views.
        page_count: pages.
        over_api_size_limit: whether it has become too large for the API.
        base_table_count: tables without views.
    """

    total_row_count: int
    table_and_view_count: int
    page_count: int
    over_api_size_limit: bool
    base_table_count: int | None = None


class DocCategory(CodaModel):
    """What a published doc is about.

    Attributes:
        name: the category's name.
    """

    name: str

    @model_validator(mode="before")
    @classmethod
    def _of_name(cls, value: Any) -> Any:
        # By Coda's description a doc has objects here, and by the example in it bare names.
        return {"name": value} if isinstance(value, str) else value


class DocPublished(CodaModel):
    """How a doc is published.

    Attributes:
        browser_link: where everyone finds it.
        discoverable: whether it is found by searching.
        earn_credit: whether those who sign up through it earn its owner credit.
        mode: ``view``, ``play`` or ``edit``.
        categories: what it is about.
        description: what its owner says of it.
        image_link: the picture that stands for it.
    """

    browser_link: str
    discoverable: bool
    earn_credit: bool
    mode: str
    categories: list[DocCategory]
    description: str | None = None
    image_link: str | None = None


class Doc(CodaModel):
    """A doc.

    Attributes:
        id: its id.
        type: ``doc``.
        href: its address in the API.
        browser_link: where it is in the browser.
        name: its title.
        owner: the owner's email address.
        owner_name: the owner's name.
        created_at: when it was made.
        updated_at: when it was changed last.
        workspace: where it is.
        folder: where it is within the workspace.
        icon: its icon.
        doc_size: how much is in it.
        source_doc: what it was copied from.
        published: how it is published, if it is.
        workspace_id: the id of ``workspace``, which has more to say.
        folder_id: the id of ``folder``, which has more to say.
    """

    id: str
    type: str
    href: str
    browser_link: str
    name: str
    owner: str
    owner_name: str
    created_at: datetime
    updated_at: datetime
    workspace: WorkspaceReference | None = None
    folder: FolderReference | None = None
    icon: Icon | None = None
    doc_size: DocSize | None = None
    source_doc: DocReference | None = None
    published: DocPublished | None = None
    workspace_id: str | None = None
    folder_id: str | None = None


class DocumentCreationResult(Doc):
    """A doc that was made just now.

    Attributes:
        request_id: what `get_mutation_status` takes, where something is still to be made.
    """

    request_id: str | None = None


class DocUpdateResult(CodaModel):
    """A doc was changed; there is no more to say."""


class DocDelete(CodaModel):
    """A doc will be deleted; there is no more to say."""
