"""Coda's pages: what is on them, and their export to files."""

from __future__ import annotations

from pathlib import Path

import pytest

from codomyrmex.cloud.coda_io.exceptions import CodaGoneError, CodaNotFoundError, CodaValidationError
from codomyrmex.cloud.common.errors import (
    CloudError,
    ConflictError,
    InvalidRequestError,
    LocalFileError,
    OperationTimeoutError,
)
from tests.contract.coda_account import CodaAccount
from tests.servers.capture import Answer
from tests.servers.coda import making
from tests.servers.coda.faults import FOREVER, Altered, Fault
from tests.servers.coda.links import page_link
from tests.servers.faults import ResetResponse, TruncateResponse

MARKDOWN = {"format": "markdown", "content": "# Title\nText\n- item"}


def test_a_page_lives(coda: CodaAccount) -> None:
    doc = coda.doc()
    client = coda.client()
    content = {"type": "canvas", "canvasContent": MARKDOWN}
    parent = next(iter(doc.pages))
    made = client.create_page(doc, "Notes", subtitle="Mine", parent_page_id=parent, page_content=content)
    page = client.get_page(doc, made.result.id)
    assert page.parent is not None
    assert (page.name, page.subtitle, page.content_type, page.parent.id) == (
        "Notes",
        "Mine",
        "canvas",
        parent,
    )
    assert [child.id for child in client.get_page(doc, parent).children] == [page.id]
    client.update_page(doc, page, name="Our notes", is_hidden=True)
    assert client.get_page(doc, "Our notes").is_hidden
    assert [one.name for one in client.list_pages(doc)] == ["First page", "Our notes"]
    client.delete_page(doc, page)
    assert [one.name for one in client.list_pages(doc)] == ["First page"]


def test_a_page_that_was_deleted_is_gone(coda: CodaAccount) -> None:
    doc = coda.doc()
    page = making.add_page(coda.server, doc, "Old")
    client = coda.client()
    client.delete_page(doc, page).wait()
    for ask in (client.get_page, client.list_page_content, client.begin_page_content_export):
        with pytest.raises(CodaGoneError):
            ask(doc, page)
    with pytest.raises(CodaNotFoundError):
        client.delete_page(doc, page)
    with pytest.raises(CodaNotFoundError):
        client.get_page(doc, "never there")


def test_what_is_on_a_page(coda: CodaAccount) -> None:
    doc = coda.doc()
    page = making.add_page(coda.server, doc, "Notes", "one", "two")
    client = coda.client()
    client.update_page(doc, page, content_update={"insertionMode": "append", "canvasContent": MARKDOWN})
    items = list(client.list_page_content(doc, page, limit=2))
    assert len(coda.server.asked("GET", "/content")) == 3
    lines = [(item.item_content.style, item.item_content.content) for item in items if item.item_content]
    assert lines == [
        ("paragraph", "one"),
        ("paragraph", "two"),
        ("h1", "Title"),
        ("paragraph", "Text"),
        ("bulletedList", "item"),
    ]
    client.delete_page_content(doc, page, element_ids=[items[0], items[2].id])
    assert [line.text for line in page.lines] == ["two", "Text", "item"]
    with pytest.raises(InvalidRequestError, match="leave element_ids out"):
        client.delete_page_content(doc, page, element_ids=[])
    client.delete_page_content(doc, page)
    assert page.lines == []


def test_text_that_is_added_is_added_once(coda: CodaAccount) -> None:
    doc = coda.doc()
    page = making.add_page(coda.server, doc, "Notes")
    coda.server.faults.plan(ResetResponse(), "PUT")
    client = coda.client()
    update = {"insertionMode": "append", "canvasContent": MARKDOWN}
    with pytest.raises(ConnectionError):
        client.update_page(doc, page, content_update=update)
    assert [line.text for line in page.lines] == ["Title", "Text", "item"]
    coda.server.faults.plan(ResetResponse(), "PUT")
    client.update_page(doc, page, name="Ours")
    assert page.name == "Ours"


def test_content_that_is_none_is_refused(coda: CodaAccount) -> None:
    doc = coda.doc()
    page = making.add_page(coda.server, doc, "Notes", "text")
    update = {"insertionMode": "insert", "canvasContent": MARKDOWN}
    with pytest.raises(CodaValidationError) as caught:
        coda.client().update_page(doc, page, content_update=update)
    assert [field.path for field in caught.value.fields] == ["contentUpdate.insertionMode"]
    assert [line.text for line in page.lines] == ["text"]


@pytest.mark.parametrize(
    ("form", "text"), [("markdown", "one\nzwölf\n"), ("html", "<p>one</p>\n<p>zwölf</p>\n")]
)
def test_a_page_is_saved(coda: CodaAccount, tmp_path: Path, form: str, text: str) -> None:
    doc = coda.doc()
    page = making.add_page(coda.server, doc, "Notes", "one", "zwölf")
    target = tmp_path / "notes"
    target.write_text("old", encoding="utf-8")
    link = page_link(doc.id, page.id, page.name)
    saved = coda.client().export_page(link, link, target, output_format=form)  # type: ignore[arg-type]
    assert saved == target
    assert target.read_text(encoding="utf-8") == text
    assert list(tmp_path.iterdir()) == [target]
    assert len(coda.server.asked("GET")) == 4, "the link, the status twice, the file"
    (download,) = [one for one in coda.server.requests if one.path.startswith("/blobs/")]
    assert download.token is None


def test_a_page_is_read_into_memory(coda: CodaAccount) -> None:
    doc = coda.doc()
    making.add_page(coda.server, doc, "Notes", "one", "zwölf")
    assert coda.client().read_page(doc, "Notes") == "one\nzwölf\n".encode()
    assert (
        coda.client().read_page(doc, "Notes", output_format="html") == "<p>one</p>\n<p>zwölf</p>\n".encode()
    )


def test_an_export_that_fails(coda: CodaAccount, tmp_path: Path) -> None:
    coda.server.service.export_failure = "The page is too large."
    doc = coda.doc()
    target = tmp_path / "notes.md"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(ConflictError, match=r"The page is too large\."):
        coda.client().export_page(doc, "First page", target)
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("fault", [TruncateResponse(), Answer(403), Answer(500)], ids=repr)
def test_a_download_that_breaks_leaves_the_old_file(coda: CodaAccount, tmp_path: Path, fault: Fault) -> None:
    doc = coda.doc()
    page = making.add_page(coda.server, doc, "Notes", "text" * 10_000)
    coda.server.faults.plan(fault, "GET", "/blobs/", times=FOREVER)
    target = tmp_path / "notes.md"
    client = coda.client()
    with pytest.raises(CloudError) as caught:
        client.export_page(doc, page, target)
    assert list(tmp_path.iterdir()) == []
    target.write_text("old", encoding="utf-8")
    with pytest.raises(type(caught.value)):
        client.export_page(doc, page, target)
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_download_that_breaks_once_is_fetched_again(coda: CodaAccount, tmp_path: Path) -> None:
    doc = coda.doc()
    page = making.add_page(coda.server, doc, "Notes", "text" * 10_000)
    coda.server.faults.plan(TruncateResponse(), "GET", "/blobs/")
    coda.client().export_page(doc, page, tmp_path / "notes.md")
    assert (tmp_path / "notes.md").read_text(encoding="utf-8") == "text" * 10_000 + "\n"


def test_an_export_that_takes_too_long(coda: CodaAccount, tmp_path: Path) -> None:
    coda.server.service.export_questions = 10_000
    with pytest.raises(OperationTimeoutError, match="inProgress"):
        coda.client().export_page(coda.doc(), "First page", tmp_path / "notes.md", timeout=0.3)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written(coda: CodaAccount, tmp_path: Path) -> None:
    with pytest.raises(LocalFileError):
        coda.client().export_page(coda.doc(), "First page", tmp_path / "missing" / "notes.md")


@pytest.mark.parametrize("link", ["http://example.com/file", "file:///etc/passwd", "ftp://example.com/x"])
def test_a_link_in_the_clear_is_not_followed(coda: CodaAccount, tmp_path: Path, link: str) -> None:
    coda.server.faults.plan(
        Altered(lambda status: {**status, "status": "complete", "downloadLink": link}), "GET", "/export/"
    )
    with pytest.raises(CloudError, match="not followed"):
        coda.client().export_page(coda.doc(), "First page", tmp_path / "notes.md")
    assert list(tmp_path.iterdir()) == []


def test_a_download_that_has_moved(coda: CodaAccount, tmp_path: Path) -> None:
    doc = coda.doc()
    page = making.add_page(coda.server, doc, "Notes", "text")
    coda.server.faults.plan(Answer(302, (("Location", "?moved"),), b"moved" * 100), "GET", "/blobs/")
    coda.client().export_page(doc, page, tmp_path / "notes.md")
    assert (tmp_path / "notes.md").read_text(encoding="utf-8") == "text\n"
    assert coda.server.requests[-1].target.endswith("?moved")


def test_a_download_that_moves_without_end(coda: CodaAccount, tmp_path: Path) -> None:
    coda.server.faults.plan(Answer(302, (("Location", "?again"),)), "GET", "/blobs/", times=FOREVER)
    with pytest.raises(CloudError, match="on and on"):
        coda.client().export_page(coda.doc(), "First page", tmp_path / "notes.md")
    assert list(tmp_path.iterdir()) == []
