"""What Packs have logged."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from codomyrmex.cloud.coda_io.models.base import CodaModel


class PackLogContext(CodaModel):
    """Where a log comes from.

    Attributes:
        request_id: the call that it belongs to, with all other logs of that call.
        created_at: when it was made.
        log_id: its id.
        details_key: what fetches its details.
        request_type: what kind of call it was.
        doc_id: the doc.
        pack_id: the Pack.
        pack_version: the version of the Pack.
        formula_name: the formula.
        user_id: the user.
        connection_id: the connection.
        connection_name: the name of the connection.
        doc_object_id: what in the doc called the formula.
        doc_row_id: the row that called it.
        doc_column_id: the column that called it.
        is_sync_table: whether a sync table was read.
        is_continued_sync_table: whether it was read on from an earlier page.
        autocomplete_parameter_name: the parameter that was being completed.
        invocation_source: what called, where it was no user.
        ingestion_child_execution_index: which part of the ingestion's run.
        ingestion_id: the ingestion.
        root_ingestion_id: the ingestion that it is part of.
        ingestion_execution_id: the run of the ingestion.
        ingestion_stage: how far the ingestion was.
        ingestion_parent_stage: the stage that this one is part of.
        ingestion_execution_attempt: which attempt.
        ingestion_parent_item_id: the item that was read.
        ingestion_process_id: the call that processed it.
        additional_metadata: what else the ingestion says.
        agent_session_id: the conversation.
        agent_instance_id: the agent.
        executing_agent_instance_id: the agent that did the work.
    """

    request_id: str | None = None
    created_at: datetime | None = None
    log_id: str | None = None
    details_key: str | None = None
    request_type: str | None = None
    doc_id: str | None = None
    pack_id: str | None = None
    pack_version: str | None = None
    formula_name: str | None = None
    user_id: str | None = None
    connection_id: str | None = None
    connection_name: str | None = None
    doc_object_id: str | None = None
    doc_row_id: str | None = None
    doc_column_id: str | None = None
    is_sync_table: bool | None = None
    is_continued_sync_table: bool | None = None
    autocomplete_parameter_name: str | None = None
    invocation_source: str | None = None
    ingestion_child_execution_index: int | None = None
    ingestion_id: str | None = None
    root_ingestion_id: str | None = None
    ingestion_execution_id: str | None = None
    ingestion_stage: str | None = None
    ingestion_parent_stage: str | None = None
    ingestion_execution_attempt: int | None = None
    ingestion_parent_item_id: str | None = None
    ingestion_process_id: str | None = None
    additional_metadata: dict[str, Any] | None = None
    agent_session_id: str | None = None
    agent_instance_id: str | None = None
    executing_agent_instance_id: str | None = None


class PackLogError(CodaModel):
    """What went wrong.

    Attributes:
        message: what it says.
        stack: where in the code.
    """

    message: str
    stack: str | None = None


class PackLog(CodaModel):
    """What a Pack, or what runs it, has logged.

    Attributes:
        type: its kind.
        context: where it comes from.
    """

    type: str
    context: PackLogContext


class PackCustomLog(PackLog):
    """What the code of a Pack has logged.

    Attributes:
        type: ``custom``.
        message: what it says.
        level: ``error``, ``warn``, ``info``, ``debug``, ``trace`` or ``unknown``.
    """

    type: Literal["custom"]
    message: str
    level: str


class PackInvocationLog(PackLog):
    """A call of a Pack.

    Attributes:
        type: ``invocation``.
        cache_hit: whether an earlier result was taken.
        duration: milliseconds.
        error: what went wrong.
    """

    type: Literal["invocation"]
    cache_hit: bool | None = None
    duration: float | None = None
    error: PackLogError | None = None


class PackFetcherLog(PackLog):
    """A request of a Pack to elsewhere.

    Attributes:
        type: ``fetcher``.
        request_size_bytes: the size of the request.
        response_code: the status of the answer.
        response_size_bytes: the size of the answer.
        method: the HTTP verb.
        base_url: the address, without its parameters.
        cache_hit: whether an earlier answer was taken.
        duration: milliseconds.
    """

    type: Literal["fetcher"]
    request_size_bytes: int | None = None
    response_code: int | None = None
    response_size_bytes: int | None = None
    method: str | None = None
    base_url: str | None = None
    cache_hit: bool | None = None
    duration: float | None = None


class PackInternalLog(PackLog):
    """What Coda has logged for itself.

    Attributes:
        type: ``internal``.
        message: what it says.
        level: as of a `PackCustomLog`.
    """

    type: Literal["internal"]
    message: str
    level: str


class PackAuthLog(PackLog):
    """A request to allow a Pack something.

    Attributes:
        type: ``auth``.
        path: where it went.
        error_message: what went wrong.
        error_stack: where in the code.
    """

    type: Literal["auth"]
    path: str
    error_message: str | None = None
    error_stack: str | None = None


class PackIngestionLifecycleLog(PackLog):
    """How far an ingestion is.

    Attributes:
        type: ``ingestionLifecycle``.
        message: what it says.
        level: as of a `PackCustomLog`.
    """

    type: Literal["ingestionLifecycle"]
    message: str
    level: str


class PackIngestionDebugLog(PackLog):
    """What helps to find a fault in an ingestion.

    Attributes:
        type: ``ingestionDebug``.
        message: what it says.
        level: as of a `PackCustomLog`.
    """

    type: Literal["ingestionDebug"]
    message: str
    level: str


class PackAgentRuntimeLog(PackLog):
    """A turn of an agent.

    Attributes:
        type: ``agentRuntime``.
        turn_type: its kind.
        duration_ms: milliseconds.
        name: what it was for.
        model: the model that was used.
        token_usage: the tokens that were used.
        instructions: what the model was told.
        from_agent: who began it.
        to_agent: who was given it.
    """

    type: Literal["agentRuntime"]
    turn_type: str
    duration_ms: float | None = None
    name: str | None = None
    model: str | None = None
    token_usage: str | None = None
    instructions: str | None = None
    from_agent: str | None = None
    to_agent: str | None = None


class PackMcpLog(PackLog):
    """A call over the Model Context Protocol.

    Attributes:
        type: ``mcp``.
        message: what it says.
        error: what went wrong.
    """

    type: Literal["mcp"]
    message: str | None = None
    error: PackLogError | None = None


AnyPackLog: TypeAlias = Annotated[
    PackCustomLog
    | PackInvocationLog
    | PackFetcherLog
    | PackInternalLog
    | PackAuthLog
    | PackIngestionLifecycleLog
    | PackIngestionDebugLog
    | PackAgentRuntimeLog
    | PackMcpLog
    | PackLog,
    Field(union_mode="left_to_right"),
]
"""A log of any kind; one that this version does not know is a plain `PackLog`."""
