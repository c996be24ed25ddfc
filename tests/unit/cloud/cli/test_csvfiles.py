"""Rows of CSV, good and bad."""

from __future__ import annotations

import io
from typing import Any

import pytest

from codomyrmex.cloud.cli.csvfiles import read_rows, write_rows
from codomyrmex.cloud.common.errors import InvalidRequestError


def file_of(content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = "rows.csv"
    return file


def test_rows_come_by_the_names_of_their_columns() -> None:
    content = '\ufeffName,Note\r\nAda,"a ""word"", and\r\nanother line"\r\n\r\nZoë,\r\n'.encode()
    assert list(read_rows(file_of(content))) == [
        {"Name": "Ada", "Note": 'a "word", and\r\nanother line'},
        {"Name": "Zoë", "Note": ""},
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no line of names"),
        (b"a,a\n1,2\n", "no line of names"),
        (b"a,,c\n1,2,3\n", "no line of names"),
        (b"a,b\n1,2\n3\n", "Line 3 of rows.csv has 1 cell for 2 columns"),
        (b"a\n1\n\xff\n", "Line 3 of rows.csv is not UTF-8"),
        (b'a\n"1\n', "Line 2 of rows.csv is no CSV"),
    ],
)
def test_what_is_no_csv_is_said_with_its_line(content: bytes, reason: str) -> None:
    with pytest.raises(InvalidRequestError, match=reason):
        list(read_rows(file_of(content)))


def test_what_is_written_is_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[dict[str, Any]] = [
        {"a": "x,y", "b": 'say "hi"\nthere'},
        {"a": None, "b": True},
        {"a": [1, "two"], "b": 0.5},
    ]
    write_rows(["a", "b"], rows)
    written = capsys.readouterr().out.encode()
    assert list(read_rows(file_of(written))) == [
        {"a": "x,y", "b": 'say "hi"\nthere'},
        {"a": "", "b": "true"},
        {"a": "1,two", "b": "0.5"},
    ]
