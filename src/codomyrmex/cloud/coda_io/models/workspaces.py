"""The users of a workspace, and their roles."""

from __future__ import annotations

import datetime

from codomyrmex.cloud.coda_io.models.base import CodaModel


class WorkspaceUser(CodaModel):
    """A user in a workspace.

    Attributes:
        email: the user's email address.
        name: the user's name.
        role: ``Admin``, ``DocMaker`` or ``Editor``.
        registered_at: when the user came to the workspace.
        picture_url: the user's picture.
        role_changed_at: when the user was given the role.
        last_active_at: the day of the user's last action, in any workspace.
        owned_docs: docs that the user owns here.
        docs_last_active_at: the day when anyone last opened one of those.
        doc_collaborator_count: who worked on those docs in 90 days.
        total_docs: docs that the user owned, managed or added pages to in 90 days.
        total_docs_last_active_at: the day when anyone last opened one of all those.
        total_doc_collaborators_last_90_days: who looked at any of all those in 90 days.
    """

    email: str
    name: str
    role: str
    registered_at: datetime.datetime
    picture_url: str | None = None
    role_changed_at: datetime.datetime | None = None
    last_active_at: datetime.date | None = None
    owned_docs: int | None = None
    docs_last_active_at: datetime.date | None = None
    doc_collaborator_count: int | None = None
    total_docs: int | None = None
    total_docs_last_active_at: datetime.date | None = None
    total_doc_collaborators_last_90_days: int | None = None


class ChangeRoleResult(CodaModel):
    """A user has another role.

    Attributes:
        role_changed_at: since when.
    """

    role_changed_at: datetime.datetime


class WorkspaceRoleActivity(CodaModel):
    """How many users had which role in a month.

    Attributes:
        month: the month.
        active_admin_count: admins who did something.
        active_doc_maker_count: doc makers who did something.
        active_editor_count: editors who did something.
        inactive_admin_count: admins who did nothing.
        inactive_doc_maker_count: doc makers who did nothing.
        inactive_editor_count: editors who did nothing.
    """

    month: str
    active_admin_count: int
    active_doc_maker_count: int
    active_editor_count: int
    inactive_admin_count: int
    inactive_doc_maker_count: int
    inactive_editor_count: int
