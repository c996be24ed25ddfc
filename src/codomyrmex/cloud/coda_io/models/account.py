"""The user, and what links lead to."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.docs import WorkspaceReference


class User(CodaModel):
    """The user of an API token.

    Attributes:
        name: the user's name.
        login_id: the user's email address.
        type: ``user``.
        scoped: whether the token is restricted to some docs or tables.
        token_name: the name of the token.
        href: its address in the API.
        workspace: the user's own workspace.
        picture_link: the user's picture.
    """

    name: str
    login_id: str
    type: str
    scoped: bool
    token_name: str
    href: str
    workspace: WorkspaceReference
    picture_link: str | None = None


class ApiLinkResource(CodaModel):
    """What a link leads to.

    Attributes:
        type: what it is: ``doc``, ``page``, ``table``, ``row``, …
        id: its id.
        href: its address in the API.
        name: its name.
    """

    type: str
    id: str
    href: str
    name: str | None = None


class ApiLink(CodaModel):
    """A browser link, and what it leads to.

    Attributes:
        type: ``apiLink``.
        href: the API's address of this answer.
        resource: what it leads to.
        browser_link: the link in its canonical form.
    """

    type: str
    href: str
    resource: ApiLinkResource
    browser_link: str | None = None
