"""What a log has to say beyond its line."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from codomyrmex.cloud.coda_io.models.base import CodaModel


class PackLogDetails(CodaModel):
    """The details of a log.

    Attributes:
        type: its kind.
    """

    type: str


class PackFetcherLogDetails(PackLogDetails):
    """A request of a Pack to elsewhere, in full.

    Attributes:
        type: ``fetcher``.
        request: the request, as JSON.
        response: the answer, as JSON.
    """

    type: Literal["fetcher"]
    request: str
    response: str | None = None


class PackInvocationResult(CodaModel):
    """What a formula returned, in the field of its type.

    Attributes:
        string_val: text.
        object_val: an object, as JSON.
        bool_val: a truth value.
        int64_val: a whole number.
        double_val: a number.
        date_val: a time, as a number.
    """

    string_val: str
    object_val: str
    bool_val: bool
    int64_val: int | None = None
    double_val: float | None = None
    date_val: float | None = None


class PackInvocationLogDetails(PackLogDetails):
    """A call of a Pack, in full.

    Attributes:
        type: ``invocation``.
        result: what it returned.
        result_detail: what there is to say of the result.
        continuation_json: where a sync table is read on from.
        completion_json: what a sync table says at its end.
        deleted_item_ids_json: what a sync table has no more.
        permissions_context_json: who may see what of a sync table.
    """

    type: Literal["invocation"]
    result: PackInvocationResult | None = None
    result_detail: str | None = None
    continuation_json: str | None = None
    completion_json: str | None = None
    deleted_item_ids_json: str | None = None
    permissions_context_json: str | None = None


class PackAgentRuntimeLogDetails(PackLogDetails):
    """A turn of an agent, in full.

    Attributes:
        type: ``agentRuntime``.
        input: what it was given.
        output: what it gave.
    """

    type: Literal["agentRuntime"]
    input: str | None = None
    output: str | None = None


AnyPackLogDetails: TypeAlias = Annotated[
    PackFetcherLogDetails | PackInvocationLogDetails | PackAgentRuntimeLogDetails | PackLogDetails,
    Field(union_mode="left_to_right"),
]
"""The details of any kind of log; of one that this version does not know, a plain `PackLogDetails`."""
