"""Tools of Coda, against a Coda of the tests' own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from codomyrmex.cloud import CloudError, InvalidRequestError
from codomyrmex.cloud import mcp_tools as tools
from codomyrmex.cloud.coda_io import CodaNotFoundError
from tests.contract.coda_account import CodaAccount
from tests.servers.coda import making
from tests.unit.cloud.mcp_tools.conftest import Writing
from tests.unit.cloud.mcp_tools.test_storage import question


def test_docs_a_page_at_a_time(coda: CodaAccount) -> None:
    docs = {coda.doc(f"Doc {number}").id for number in range(5)}
    first = tools.coda_list_docs(limit=3)
    rest = tools.coda_list_docs(limit=3, cursor=first["cursor"])
    assert (first["count"], rest["count"], rest["cursor"]) == (3, 2, None)
    assert {one["id"] for one in (*first["docs"], *rest["docs"])} == docs


@pytest.mark.usefixtures("coda")
def test_the_life_of_a_doc() -> None:
    doc = tools.coda_create_doc("Plan")["doc"]
    assert tools.coda_get_doc(doc["browser_link"])["doc"]["name"] == "Plan"
    tools.coda_update_doc(doc["id"], title="Better plan")
    with pytest.raises(InvalidRequestError, match="change something"):
        tools.coda_update_doc(doc["id"])
    asked = question(tools.coda_delete_doc, profile="coda", doc=doc["id"])
    assert asked == f'Delete the Coda doc "Better plan" ({doc["id"]})?'
    tools.coda_delete_doc(doc["id"])
    with pytest.raises(CodaNotFoundError):
        tools.coda_get_doc(doc["id"])


def test_rows_are_marked_and_come_in_pages(coda: CodaAccount) -> None:
    doc = coda.doc()
    coda.table(doc, 12)
    first = tools.coda_read_rows(doc.id, "Tasks", limit=10)
    content = first["content"]
    assert (content["untrusted"], content["source"]) == (True, f"coda://{doc.id}/Tasks")
    assert content["rows"][3]["values"] == {"Name": "row 3", "Count": 3, "Done": True}
    rest = tools.coda_read_rows(doc.id, "Tasks", cursor=first["cursor"], limit=10)
    assert [row["name"] for row in rest["content"]["rows"]] == ["row 10", "row 11"]
    assert rest["cursor"] is None


def test_rows_are_bounded(coda: CodaAccount) -> None:
    doc = coda.doc()
    long = [("x" * 2000, number, False) for number in range(300)]
    columns = coda.table(doc).grid.columns.values()
    making.add_table(coda.server, doc, "Long", list(columns), [*long, ("y" * 100_000, 1, True)])
    seen, cursor = [], None
    for _ in range(10):
        page = tools.coda_read_rows(doc.id, "Long", cursor=cursor, limit=500)
        assert len(json.dumps(page)) < 256 * 1024
        seen += page["content"]["rows"]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert len({row["id"] for row in seen}) == len(seen) == 301
    assert [row.get("too_large") for row in seen].count(True) == 1


def test_rows_are_added_and_changed(coda: CodaAccount) -> None:
    doc = coda.doc()
    coda.table(doc, 2)
    new: dict[str, str | int] = {"Name": "row 1", "Count": 9}
    where = {"profile": "coda", "doc": doc.id, "table": "Tasks", "rows": [new]}
    assert question(tools.coda_upsert_rows, **where, key_columns=[]) is None
    asked = question(tools.coda_upsert_rows, **where, key_columns=["Name"])
    assert asked is not None
    assert "that have the same Name as 1 given ones?" in asked
    changed = tools.coda_upsert_rows(doc.id, "Tasks", [new], key_columns=["Name"])  # type: ignore[list-item]
    assert (changed["accepted"], changed["added_row_ids"]) == (1, [])
    added = tools.coda_upsert_rows(doc.id, "Tasks", [new])  # type: ignore[list-item]
    assert len(added["added_row_ids"]) == 1
    rows = tools.coda_read_rows(doc.id, "Tasks")["content"]["rows"]
    assert [row["values"]["Count"] for row in rows] == [0, 9, 9]


def test_a_page_becomes_a_file(coda: CodaAccount, tmp_path: Path, new_file: Writing) -> None:
    doc = coda.doc()
    making.add_page(coda.server, doc, "Notes", "Water the ants.")
    target = tmp_path / "notes.md"
    file = new_file(target)
    assert question(tools.coda_export_page, file_path=file) is None
    done = tools.coda_export_page(doc.id, "Notes", file)
    assert "Water the ants." in target.read_text()
    assert (done["file_path"], done["size"]) == (str(target), target.stat().st_size)
    assert question(tools.coda_export_page, file_path=new_file(target)) is not None


def test_a_missing_token_is_named() -> None:
    with pytest.raises(CloudError, match="CODA_API_TOKEN"):
        tools.coda_list_docs()
