"""Pages saved to files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from codomyrmex.cloud.coda_io import CodaClient, CodaForbiddenError
from codomyrmex.cloud.common.errors import (
    CloudError,
    ConflictError,
    LocalFileError,
    OperationTimeoutError,
    ServiceUnavailableError,
)
from tests.servers.capture import Answer, CapturedRequest, CaptureServer

TEXT = "# Grüezi\n".encode()


def said(**fields: str) -> Answer:
    return Answer(body=json.dumps({"id": "e-1", "href": "https://coda.io/x", **fields}).encode())


def exporting(
    server: CaptureServer, *statuses: Answer, download: Callable[[CapturedRequest], Answer] | None = None
) -> None:
    """Have the server export a page: answer these statuses, the last one over and over."""
    coming = list(statuses)

    def answer(request: CapturedRequest) -> Answer:
        if request.method == "POST":
            return Answer(202, body=said(status="inProgress").body)
        if "/export/" in request.target:
            return coming.pop(0) if len(coming) > 1 else coming[0]
        return Answer(body=TEXT) if download is None else download(request)

    server.answer = answer


def done(server: CaptureServer, path: str = "/file?signature=x") -> Answer:
    return said(status="complete", downloadLink=f"{server.endpoint}{path}")


def test_a_page_is_saved(client: CodaClient, capture_server: CaptureServer, tmp_path: Path) -> None:
    exporting(capture_server, said(status="inProgress"), done(capture_server))
    target = tmp_path / "page.html"
    target.write_text("an old one, which was longer than the new one is")
    assert client.export_page("doc", "My page", target, output_format="html") == target
    assert target.read_bytes() == TEXT
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    begun, *looks, download = capture_server.requests
    assert json.loads(begun.body) == {"outputFormat": "html"}
    assert [look.target for look in looks] == ["/apis/v1/docs/doc/pages/My%20page/export/e-1"] * 2
    assert download.target == "/file?signature=x"


def test_the_token_does_not_go_where_the_file_is(
    client: CodaClient, capture_server: CaptureServer, tmp_path: Path
) -> None:
    exporting(capture_server, done(capture_server))
    client.export_page("doc", "page", tmp_path / "page.md")
    assert [request.header("Authorization") for request in capture_server.requests] == [
        "Bearer a-token",
        "Bearer a-token",
        None,
    ]


def test_a_redirection_is_followed(client: CodaClient, capture_server: CaptureServer, tmp_path: Path) -> None:
    def download(request: CapturedRequest) -> Answer:
        if request.target == "/there":
            return Answer(body=TEXT)
        return Answer(302, (("Location", "/there"),), b"a page that says that it has moved, and where to")

    exporting(capture_server, done(capture_server), download=download)
    assert client.export_page("doc", "page", tmp_path / "page.md").read_bytes() == TEXT


def test_redirections_without_end_are_an_error(
    client: CodaClient, capture_server: CaptureServer, tmp_path: Path
) -> None:
    exporting(
        capture_server, done(capture_server), download=lambda _request: Answer(302, (("Location", "/on"),))
    )
    with pytest.raises(ServiceUnavailableError, match="on and on"):
        client.export_page("doc", "page", tmp_path / "page.md")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "link", ["http://192.0.2.1/file", "file:///etc/passwd", "ftp://127.0.0.1/file", "https://[no/file"]
)
def test_only_links_that_nobody_else_can_read_are_followed(
    client: CodaClient, capture_server: CaptureServer, tmp_path: Path, link: str
) -> None:
    exporting(capture_server, said(status="complete", downloadLink=link))
    with pytest.raises(CloudError, match="Coda names a link"):
        client.export_page("doc", "page", tmp_path / "page.md")
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_fails_is_an_error(
    client: CodaClient, capture_server: CaptureServer, tmp_path: Path
) -> None:
    exporting(capture_server, said(status="failed", error="the page is too long"))
    target = tmp_path / "page.md"
    target.write_text("as it was")
    with pytest.raises(ConflictError, match="the page is too long"):
        client.export_page("doc", "page", target)
    assert target.read_text() == "as it was"


def test_an_export_that_takes_too_long_is_an_error(
    client: CodaClient, capture_server: CaptureServer, tmp_path: Path
) -> None:
    exporting(capture_server, said(status="inProgress"))
    with pytest.raises(OperationTimeoutError, match="inProgress"):
        client.export_page("doc", "page", tmp_path / "page.md", timeout=0)
    assert list(tmp_path.iterdir()) == []


def test_a_link_that_is_refused_leaves_nothing(
    client: CodaClient, capture_server: CaptureServer, tmp_path: Path
) -> None:
    exporting(capture_server, done(capture_server), download=lambda _request: Answer(403, body=b"<Error/>"))
    with pytest.raises(CodaForbiddenError) as raised:
        client.export_page("doc", "page", tmp_path / "page.md")
    assert "signature" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_asked_where_the_file_cannot_be_written(
    client: CodaClient, capture_server: CaptureServer, tmp_path: Path
) -> None:
    with pytest.raises(LocalFileError):
        client.export_page("doc", "page", tmp_path / "nowhere" / "page.md")
    assert capture_server.requests == []
