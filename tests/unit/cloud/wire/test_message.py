"""Reading the head of an answer."""

from __future__ import annotations

from codomyrmex.cloud.wire import Response
from codomyrmex.cloud.wire.message import parse_header_lines, status_of


def lines(text: str, encoding: str = "utf-8") -> list[bytes]:
    return [line.encode(encoding) for line in text.splitlines(keepends=True)]


def test_names_are_lower_case_and_values_bare() -> None:
    head = lines('HTTP/1.1 200 OK\r\nETag: "abc"\r\nX-Amz-Meta-A:  b c \t\r\nEmpty:\r\n\r\n')
    assert parse_header_lines(head) == {"etag": '"abc"', "x-amz-meta-a": "b c", "empty": ""}
    assert status_of(head) == 200


def test_colons_belong_to_values() -> None:
    head = lines("HTTP/1.1 200 OK\r\nDate: Wed, 21 Oct 2015 07:28:00 GMT\r\n\r\n")
    assert parse_header_lines(head) == {"date": "Wed, 21 Oct 2015 07:28:00 GMT"}


def test_the_last_of_repeated_headers_counts() -> None:
    assert parse_header_lines(lines("HTTP/1.1 200 OK\r\nA: 1\r\na: 2\r\n\r\n")) == {"a": "2"}


def test_what_came_before_the_final_answer_is_forgotten() -> None:
    head = lines(
        "HTTP/1.1 200 Connection established: go on\r\nProxy-Agent: p\r\n\r\n"
        "HTTP/1.1 100 Continue\r\nX-Interim: i\r\n\r\n"
        "HTTP/1.1 404 Not Found: really\r\nX-Final: f\r\n\r\n"
    )
    assert parse_header_lines(head) == {"x-final": "f"}
    assert status_of(head) == 404


def test_http_2_has_no_reason() -> None:
    head = lines("HTTP/2 206 \r\ncontent-length: 3\r\n\r\n")
    assert status_of(head) == 206
    assert parse_header_lines(head) == {"content-length": "3"}


def test_utf_8_and_latin_1_stand_side_by_side() -> None:
    head = [b"HTTP/1.1 200 OK\r\n", "A: é日\r\n".encode(), "B: é\r\n".encode("latin-1"), b"\r\n"]
    assert parse_header_lines(head) == {"a": "é日", "b": "é"}


def test_bare_line_feeds_end_lines_too() -> None:
    assert parse_header_lines([b"HTTP/1.1 200 OK\n", b"A: 1\n", b"B: 2\n", b"\n"]) == {"a": "1", "b": "2"}


def test_nothing_is_no_status() -> None:
    assert status_of([]) == 0
    assert parse_header_lines([]) == {}


def test_a_response_gives_headers_by_their_lower_case_names() -> None:
    response = Response(200, lines("HTTP/1.1 200 OK\r\nX-A: 1\r\n\r\n"), b"body")
    assert response.header("x-a") == "1"
    assert response.header("x-b") is None
    assert (response.status, response.body) == (200, b"body")
