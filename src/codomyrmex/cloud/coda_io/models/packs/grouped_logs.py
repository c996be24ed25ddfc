"""What Packs have logged, each call with all that belongs to it."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from codomyrmex.cloud.coda_io.models.base import CodaModel, ItemPage
from codomyrmex.cloud.coda_io.models.packs.logs import AnyPackLog, PackAuthLog, PackInvocationLog


class GroupedPackLog(CodaModel):
    """A log with all that belongs to it.

    Attributes:
        type: its kind.
        related_logs: what belongs to it.
    """

    type: str
    related_logs: list[AnyPackLog]


class GroupedPackInvocationLog(GroupedPackLog):
    """A call of a Pack, with all that was logged in it.

    Attributes:
        type: ``invocation``.
        invocation_log: the call.
    """

    type: Literal["invocation"]
    invocation_log: PackInvocationLog


class GroupedPackAuthLog(GroupedPackLog):
    """A request to allow a Pack something, with all that was logged in it.

    Attributes:
        type: ``auth``.
        auth_log: the request.
    """

    type: Literal["auth"]
    auth_log: PackAuthLog


AnyGroupedPackLog: TypeAlias = Annotated[
    GroupedPackInvocationLog | GroupedPackAuthLog | GroupedPackLog,
    Field(union_mode="left_to_right"),
]
"""Grouped logs of any kind; one that this version does not know is a plain `GroupedPackLog`."""


class GroupedPackLogPage(ItemPage[AnyGroupedPackLog]):
    """One page of grouped logs.

    Attributes:
        incomplete_related_logs: whether some of what belongs to them is missing.
    """

    incomplete_related_logs: bool
