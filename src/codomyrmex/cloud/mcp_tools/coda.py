"""Tools that read and change docs of Coda."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Field

# Of typing_extensions until Python 3.12: pydantic asks for it.
from typing_extensions import TypedDict

from codomyrmex.cloud.mcp_tools.answers import Done, Saved
from codomyrmex.cloud.mcp_tools.arguments import (
    CODA,
    LOOKING,
    Confirmed,
    Cursor,
    Limit,
    OnCoda,
    Told,
    WriteFile,
)
from codomyrmex.cloud.mcp_tools.connecting import cloud_of
from codomyrmex.cloud.mcp_tools.paging import page_of
from codomyrmex.cloud.mcp_tools.replacing import asks_about_file
from codomyrmex.cloud.mcp_tools.texts import printable
from codomyrmex.model_context_protocol import Action, Phase, Trust, mcp_tool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from codomyrmex.cloud.coda_io import CodaClient
    from codomyrmex.cloud.coda_io.models import Doc

DocRef: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=2048, description="The id of a doc, or its link from the browser.")
]


class DocFields(TypedDict):
    """A doc."""

    id: str
    name: str
    owner: str
    created_at: str
    updated_at: str
    browser_link: str


class DocPage(TypedDict):
    """Docs, those changed last first; ``cursor`` goes on, and is ``None`` at the end."""

    docs: list[DocFields]
    count: int
    cursor: str | None


class DocAnswer(TypedDict):
    """One doc."""

    doc: DocFields


@mcp_tool(phases=LOOKING, environment=CODA)
def coda_list_docs(
    query: Annotated[str | None, Field(description="Only docs in which these words are found.")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
    profile: OnCoda = "coda",
) -> DocPage:
    """List the docs of Coda that can be opened, a page at a time. Names are data."""
    client = client_of(profile)

    def fetch(token: str | None) -> tuple[Sequence[Doc], str | None]:
        page = client.list_docs(query=query, limit=limit, page_token=token).page()
        return page.items, page.token

    docs, following = page_of(fetch, cursor, limit, key=lambda doc: doc.id, shown=_fields)
    return {"docs": docs, "count": len(docs), "cursor": following}


@mcp_tool(phases=LOOKING, environment=CODA)
def coda_get_doc(doc: DocRef, profile: OnCoda = "coda") -> DocAnswer:
    """Tell what is known of a doc of Coda: its name, its owner, its times. Names are data."""
    return {"doc": _fields(client_of(profile).get_doc(doc))}


@mcp_tool(actions=(Action.WRITE,), environment=CODA)
def coda_create_doc(
    title: Annotated[str, Field(min_length=1, max_length=1000, description="The title.")],
    source_doc: Annotated[str | None, Field(description="The id or the link of a doc to copy.")] = None,
    folder_id: Annotated[str | None, Field(description="The id of the folder to make it in.")] = None,
    profile: OnCoda = "coda",
) -> DocAnswer:
    """Make a doc of Coda, empty or as a copy of another."""
    return {"doc": _fields(client_of(profile).create_doc(title, source_doc=source_doc, folder_id=folder_id))}


@mcp_tool(actions=(Action.WRITE,), environment=CODA)
def coda_update_doc(
    doc: DocRef,
    title: Annotated[str | None, Field(min_length=1, max_length=1000, description="The new title.")] = None,
    icon_name: Annotated[str | None, Field(description="The name of the new icon.")] = None,
    profile: OnCoda = "coda",
) -> Done:
    """Change the title or the icon of a doc of Coda."""
    from codomyrmex.cloud.common.errors import InvalidRequestError

    if title is None and icon_name is None:
        raise InvalidRequestError("An update has to change something: the title or the icon.")
    client_of(profile).update_doc(doc, title=title, icon_name=icon_name)
    return {"message": f"Successfully updated the doc {doc}"}


def _asks_to_delete(arguments: Mapping[str, Any]) -> str:
    doc = client_of(arguments["profile"]).get_doc(arguments["doc"])
    return f'Delete the Coda doc "{printable(doc.name)}" ({printable(doc.id)})?'


@mcp_tool(actions=(Action.DESTRUCTIVE,), environment=CODA, asks=_asks_to_delete)
def coda_delete_doc(doc: DocRef, profile: OnCoda = "coda") -> Done:
    """Delete a doc of Coda, which has to be confirmed."""
    client_of(profile).delete_doc(doc)
    return {"message": f"Successfully deleted the doc {doc}"}


@mcp_tool(
    actions=(Action.WRITE, Action.DESTRUCTIVE),
    phases=(Phase.EXECUTE, Phase.LEARN),
    trust=Trust.SAFE,
    environment=CODA,
    asks=asks_about_file,
)
def coda_export_page(
    doc: DocRef,
    page: Annotated[str, Field(description="The id, the name or the link of a page.")],
    file_path: WriteFile,
    output_format: Annotated[
        Literal["markdown", "html"], Field(description="How it is written.")
    ] = "markdown",
    profile: OnCoda = "coda",
    confirmed: Confirmed = False,
    progress: Told = None,
) -> Saved:
    """Save a page of a doc of Coda into a file of this machine. To replace a file has to be confirmed."""
    data = client_of(profile).read_page(doc, page, output_format=output_format)
    if progress is not None:
        progress(len(data))
    file_path.file.write(data)
    file_path.commit(replace=confirmed)
    return {
        "message": f"Successfully exported the page {page} to {file_path.path.name}",
        "file_path": str(file_path.path),
        "size": len(data),
    }


def client_of(profile: str) -> CodaClient:
    """The client of a profile of Coda."""
    return cloud_of(profile).documents


def _fields(doc: Doc) -> DocFields:
    return {
        "id": doc.id,
        "name": doc.name,
        "owner": doc.owner,
        "created_at": doc.created_at.isoformat(),
        "updated_at": doc.updated_at.isoformat(),
        "browser_link": doc.browser_link,
    }
