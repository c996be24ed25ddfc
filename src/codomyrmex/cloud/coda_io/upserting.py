"""Any number of rows, added or changed in as many requests as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.batches import Batches
from codomyrmex.cloud.coda_io.cells import Cells, encode_row
from codomyrmex.cloud.coda_io.links import Ref
from codomyrmex.cloud.coda_io.service import CodaService, given
from codomyrmex.cloud.coda_io.upsert import Upsert, UpsertReport
from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.protocols.rest import json_of
from codomyrmex.cloud.wire.faults import was_not_sent

_TOO_LARGE = 413


class Upserting(CodaService):
    """Adds rows, and changes those that are there."""

    @operation("upsert_rows")
    def upsert_rows(
        self,
        doc: Ref,
        table: Ref,
        rows: Iterable[Cells],
        *,
        key_columns: Iterable[Ref] = (),
        disable_parsing: bool | None = None,
        batch_rows: int = 500,
        batch_bytes: int = 1_500_000,
        progress: Callable[[int], object] | None = None,
        resume: UpsertReport | None = None,
    ) -> Upsert:
        """Add any number of rows, or change those that have the same values in the key columns.

        Rows are taken and sent a batch at a time, so memory is that of one batch. Without key columns a batch
        is sent once: where the answer is lost, the rows may be there, and the error says which they are.

        Args:
            doc: the doc's id, its browser link or itself.
            table: the table's id, its name, its browser link or itself; no view.
            rows: `RowEdit` values, or plain values by the ids or names of the columns; ``None`` empties a
                cell.
            key_columns: the columns that tell whether a row is there, by their ids, names or themselves.
                All rows that match are changed.
            disable_parsing: take text as text, also where it looks like a date or a number.
            batch_rows: rows in a request at most.
            batch_bytes: bytes of rows in a request at most; a longer row goes alone.
            progress: told how many rows are accepted, after each request.
            resume: the ``report`` of the error that ended an earlier call; ``rows`` are the same, from the
                first on, and those that were accepted are passed over.

        Returns:
            What was accepted; its ``wait`` waits until the table shows it.

        Raises:
            CodaValidationError: a cell is not as Coda wants it, or the table is a view.
            InvalidRequestError: a value is none that a cell can hold, or rows of ``resume`` may be there and
                there are no key columns to tell.
            CloudError: any other failure. Whatever ended the call has a ``report``, an `UpsertReport`.

        https://coda.io/developers/apis/v1#operation/upsertRows
        """
        keys = self._ids_of(key_columns, "columns")
        done = _Done.after(resume, keyed=bool(keys))
        path = self._doc_path(doc, "tables", table, "rows")
        query = given(disable_parsing=disable_parsing)
        tail = (b'],"keyColumns":' + json_of(keys) if keys else b"]") + b"}"

        def send(batch: list[bytes]) -> models.RowsUpsertResult:
            body = b'{"rows":[' + b",".join(batch) + tail
            return self._ask(
                models.RowsUpsertResult,
                "POST",
                path,
                query=query,
                body=body,
                kind="content",
                repeatable=bool(keys),
            )

        try:
            batches = Batches(_encoded(rows, done.accepted), batch_rows, batch_bytes)
            while batch := batches.take():
                if not _sent(batch, send, done, once=not keys):
                    batches.put_back(batch)
                elif progress is not None:
                    progress(done.accepted)
        except BaseException as error:
            # Ctrl-C and the caller's own iterator included: what was accepted is accepted.
            error.report = done.report()  # type: ignore[attr-defined]
            raise
        return Upsert(done.report(), self._status_of)


@dataclass
class _Done:
    """What has become of the rows so far."""

    accepted: int = 0
    request_ids: list[str] = field(default_factory=list)
    added_row_ids: list[str] = field(default_factory=list)
    on_their_way: int = 0

    @classmethod
    def after(cls, report: UpsertReport | None, *, keyed: bool) -> _Done:
        if report is None:
            return cls()
        if report.unknown is not None and not keyed:
            rows = report.unknown
            raise InvalidRequestError(
                f"The rows {rows.start} to {rows.stop - 1} may be in the table, and would be added again. "
                "Look for them, and resume from report.assume(landed=True) or report.assume(landed=False)."
            )
        return cls(report.accepted, [*report.request_ids], [*report.added_row_ids])

    def take(self, result: models.RowsUpsertResult) -> None:
        self.accepted, self.on_their_way = self.accepted + self.on_their_way, 0
        self.request_ids.append(result.request_id)
        self.added_row_ids += result.added_row_ids or ()

    def report(self) -> UpsertReport:
        unknown = range(self.accepted, self.accepted + self.on_their_way) if self.on_their_way else None
        return UpsertReport(self.accepted, tuple(self.request_ids), tuple(self.added_row_ids), unknown)


def _sent(
    batch: list[bytes], send: Callable[[list[bytes]], models.RowsUpsertResult], done: _Done, *, once: bool
) -> bool:
    """Send a batch; ``False`` where it is too large for the service and can be divided."""
    done.on_their_way = len(batch)
    try:
        result = send(batch)
    except CloudError as error:
        refused = error.status is not None and 400 <= error.status < 500
        # What is sent again may have been lost the first time, whatever became of it in the end.
        if refused or (once and was_not_sent(error)):
            done.on_their_way = 0
        if error.status == _TOO_LARGE and len(batch) > 1:
            return False
        raise
    done.take(result)
    return True


def _encoded(rows: Iterable[Cells], accepted: int) -> Iterator[bytes]:
    remaining = iter(rows)
    if sum(1 for _ in islice(remaining, accepted)) < accepted:
        raise InvalidRequestError(f"{accepted} rows were accepted before, and these are fewer.")
    for number, row in enumerate(remaining, accepted):
        try:
            encoded = encode_row(row)
        except InvalidRequestError as error:
            raise InvalidRequestError(f"Row {number}: {error.message}") from error
        yield encoded
