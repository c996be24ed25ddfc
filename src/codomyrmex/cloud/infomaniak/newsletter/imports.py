"""Any number of subscribers, from a program's own rows to the newsletter."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from threading import Event
from time import monotonic
from typing import Any, NoReturn, TypeAlias

from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError, ServiceUnavailableError
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.newsletter.exceptions import (
    NewsletterAPIError,
    NewsletterImportError,
    NewsletterUnavailableError,
)
from codomyrmex.cloud.infomaniak.newsletter.fields import Fields
from codomyrmex.cloud.infomaniak.newsletter.operations import Operation
from codomyrmex.cloud.infomaniak.newsletter.parameters import GroupRef, listed
from codomyrmex.cloud.infomaniak.newsletter.subscribers_bulk import SubscribersBulk

Row: TypeAlias = Mapping[str, Any]
"""A subscriber: ``email``, and fields by their keys or names."""

EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows that were uploaded together.

    Attributes:
        rows: how many.
        operation: what adds them.
    """

    rows: int
    operation: Operation


class SubscriberImport:
    """An import that Infomaniak has accepted, and makes piece by piece.

    Attributes:
        pieces: the pieces, in the order of the rows.
        rows_done: how many rows are known to have landed, counted by `wait`.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = tuple(pieces)
        self.rows_done = 0

    @property
    def rows(self) -> int:
        """How many rows were accepted."""
        return _rows_of(self.pieces)

    def wait(self, timeout: float = 600.0, *, cancelled: Event | None = None) -> int:
        """Wait until all of it is made.

        Args:
            timeout: seconds to wait at most.
            cancelled: set by another thread to end the wait at once; the import goes on.

        Returns:
            How many rows have landed.

        Raises:
            OperationTimeoutError: it was not made in time; ``rows_done`` are.
            ConflictError: a piece failed or was cancelled; ``rows_done`` have landed before it.
        """
        deadline = monotonic() + timeout
        self.rows_done = 0
        for piece in self.pieces:
            piece.operation.wait(max(0.0, deadline - monotonic()), cancelled=cancelled)
            self.rows_done += piece.rows
        return self.rows_done

    def __repr__(self) -> str:
        return f"SubscriberImport(pieces={len(self.pieces)}, rows={self.rows})"


class Imports(SubscribersBulk, Fields):
    """Imports of a program's own rows."""

    @operation("import_subscribers_from")
    def import_subscribers_from(
        self,
        rows: Iterable[Row],
        *,
        groups: Iterable[GroupRef] | None = None,
        replace_fields: bool | None = None,
        create_fields: bool = False,
        rows_per_upload: int = 10_000,
        progress: Callable[[int], object] | None = None,
    ) -> SubscriberImport:
        """Add any number of subscribers: files of them are made, uploaded and imported, one after the other.

        Subscribers who are there already are changed, so that the same rows can be imported again.

        Args:
            rows: who is to be added: ``{"email": "a@example.com", "firstname": "Ada"}``, taken as needed.
            groups: the groups that they are put into, by id, or by name for those that are to be made.
            replace_fields: whether fields of those who are there already are overwritten; yes if not given.
            create_fields: make fields, of text, that rows have and the newsletter has not.
            rows_per_upload: how many rows are uploaded together.
            progress: told how many rows were accepted, after each piece.

        Returns:
            The import; its ``wait`` ends when Infomaniak has made it.

        Raises:
            NewsletterImportError: it failed on the way; it says which rows were accepted before that, and its
                cause says why.
            InvalidRequestError: in the first piece is a field that the newsletter has not, or a row without
                address.
        """
        if rows_per_upload < 1:
            raise InvalidRequestError("An upload has at least one row.")
        columns = _Columns(self, create_fields)
        into = listed(groups)
        pieces: list[Piece] = []
        for batch in _batches(rows, rows_per_upload):
            try:
                upload_id, fields = self._upload(batch, _rows_of(pieces), columns)
            except CloudError as error:
                _raise_interrupted(error, pieces, 0)
            try:
                begun = self.import_subscribers(
                    fields,
                    upload_id=upload_id,
                    groups=into,
                    replace_fields=replace_fields,
                    csv_separator=",",
                    csv_enclosure='"',
                )
            except CloudError as error:
                _raise_interrupted(error, pieces, 0 if _is_refusal(error) else len(batch))
            pieces.append(Piece(len(batch), begun))
            if progress is not None:
                progress(_rows_of(pieces))
        return SubscriberImport(pieces)

    def _upload(self, rows: Sequence[Row], first: int, columns: _Columns) -> tuple[int, list[int | str]]:
        """Upload one file; returns its id, and what its columns hold."""
        content, names = csv_of(rows, first)
        fields = columns.of(names)
        upload_id = self.upload_csv_file(content).upload_id
        if upload_id is None:
            raise ServiceUnavailableError("Infomaniak gave the upload no id.", retryable=False)
        return upload_id, fields


class _Columns:
    """What Infomaniak calls the columns of a file: the ids of the newsletter's fields."""

    def __init__(self, fields: Fields, create: bool) -> None:
        self._fields = fields
        self._create = create
        self._ids: dict[str, int] | None = None

    def of(self, names: Iterable[str]) -> list[int | str]:
        return [name if name == EMAIL else self._id(name) for name in names]

    def _id(self, name: str) -> int:
        if self._ids is None:
            known = list(self._fields.list_fields())
            by_name = {field.name: field.id for field in known if field.name}
            self._ids = by_name | {field.key: field.id for field in known if field.key}
        if name not in self._ids:
            if not self._create:
                raise InvalidRequestError(
                    f"The newsletter has no field {name!r}; create_field() or create_fields=True makes it."
                )
            self._ids[name] = self._fields.create_field(name).id
        return self._ids[name]


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch


def csv_of(rows: Sequence[Row], first: int) -> tuple[str, list[str]]:
    """The file of some rows, without a line of names, and the names of its columns.

    Every cell is quoted, and is what it says: a formula (``=1+1``) is its text to an import. Who opens such a
    file in a spreadsheet takes care there.
    """
    names = list(dict.fromkeys([EMAIL, *(name for row in rows for name in row)]))
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    for number, row in enumerate(rows, first):
        if not row.get(EMAIL):
            raise InvalidRequestError(f"Row {number} has no address.")
        writer.writerow([_cell(row.get(name)) for name in names])
    return file.getvalue(), names


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _rows_of(pieces: Iterable[Piece]) -> int:
    return sum(piece.rows for piece in pieces)


def _is_refusal(error: CloudError) -> bool:
    """Whether nothing was begun. Without an answer of Infomaniak's own, nobody knows."""
    is_known = isinstance(error, NewsletterAPIError | InvalidRequestError)
    return is_known and not isinstance(error, NewsletterUnavailableError)


def _raise_interrupted(cause: CloudError, pieces: Sequence[Piece], uncertain: int) -> NoReturn:
    """Raise the error of an import that ended on the way; where nothing was begun, what ended it."""
    if not pieces and not uncertain:
        raise cause
    accepted = _rows_of(pieces)
    error = NewsletterImportError(
        f"The import ended after {accepted} rows: {cause.message}",
        retryable=cause.retryable,
        status=cause.status,
        code=cause.code,
        request_id=cause.request_id,
    )
    error.rows_accepted, error.rows_uncertain = accepted, uncertain
    error.operation_ids = tuple(piece.operation.id for piece in pieces)
    raise error from cause
