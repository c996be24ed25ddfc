"""Runs that read what Packs offer into Coda."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models.base import CodaModel


class IngestionBatchExecution(CodaModel):
    """A run of an ingestion.

    Attributes:
        ingestion_execution_id: its id.
        ingestion_id: the ingestion.
        ingestion_name: the name of the ingestion.
        execution_type: ``FULL`` or ``INCREMENTAL``.
        full_execution_id: the full run that it is part of.
        creation_timestamp: when it was asked for, in seconds since 1970.
        start_timestamp: when it began, in seconds since 1970.
        completion_timestamp: when it ended, in seconds since 1970.
        dynamic_label: the name of the dynamic table.
        dynamic_url: the address of the dynamic table.
        ingestion_status_counts: how many of its parts are in which state.
        last_finished_full_workflow_execution_id: the full run that ended last.
        last_finished_incremental_workflow_execution_id: the incremental run that ended last.
        latest_full_workflow_execution_id: the full run that began last.
        latest_incremental_workflow_execution_id: the incremental run that began last.
        latest_ingestion_sequence_id: the last full run.
        live_ingestion_sequence_id: the full run whose data are in use.
        parent_sync_table_ingestion_id: the ingestion that this one is part of.
        total_row_count: the rows of the run.
    """

    ingestion_execution_id: str
    ingestion_id: str
    ingestion_name: str
    execution_type: str
    full_execution_id: str
    creation_timestamp: float
    start_timestamp: float | None = None
    completion_timestamp: float | None = None
    dynamic_label: str | None = None
    dynamic_url: str | None = None
    ingestion_status_counts: dict[str, int] | None = None
    last_finished_full_workflow_execution_id: str | None = None
    last_finished_incremental_workflow_execution_id: str | None = None
    latest_full_workflow_execution_id: str | None = None
    latest_incremental_workflow_execution_id: str | None = None
    latest_ingestion_sequence_id: str | None = None
    live_ingestion_sequence_id: str | None = None
    parent_sync_table_ingestion_id: str | None = None
    total_row_count: int | None = None


class IngestionParentItem(CodaModel):
    """An item that an ingestion reads, and how far that is.

    Attributes:
        parent_item_id: its id.
        ingestion_execution_id: the part of the run that reads it.
        ingestion_name: the name of that part.
        execution_type: ``FULL``, ``INCREMENTAL`` or ``PATCH``.
        attempt_number: which attempt.
        start_timestamp: when it began, in seconds since 1970.
        completion_timestamp: when it ended, in seconds since 1970.
        latest_checkpoint_timestamp: when its state was last written down, in seconds since 1970.
        error_message: what went wrong.
        ingestion_child_execution_index: which part of the run it is in.
        ingestion_status: ``QUEUED``, ``STARTED``, ``COMPLETED``, ``FAILED``, …
        row_count: the rows until now.
    """

    parent_item_id: str
    ingestion_execution_id: str
    ingestion_name: str
    execution_type: str
    attempt_number: int | None = None
    start_timestamp: float | None = None
    completion_timestamp: float | None = None
    latest_checkpoint_timestamp: float | None = None
    error_message: str | None = None
    ingestion_child_execution_index: int | None = None
    ingestion_status: str | None = None
    row_count: int | None = None
