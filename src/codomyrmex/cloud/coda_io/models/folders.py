"""Folders of docs."""

from __future__ import annotations

from datetime import datetime

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.docs import FolderReference, Icon, WorkspaceReference


class Folder(FolderReference):
    """A folder.

    Attributes:
        name: its name.
        description: what it is for.
        icon: its icon.
        created_at: when it was made.
        can_edit: whether it can be changed; a user's own first folder cannot.
        workspace: where it is.
    """

    name: str
    description: str | None = None
    icon: Icon | None = None
    created_at: datetime | None = None
    can_edit: bool | None = None
    workspace: WorkspaceReference | None = None


class DeleteFolderResult(CodaModel):
    """A folder was deleted; there is no more to say."""
