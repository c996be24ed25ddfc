"""``cmx coda`` against a Coda of the tests' own."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.contract.coda_account import CodaAccount
from tests.servers.capture import Answer
from tests.servers.coda import making
from tests.unit.cloud.cli.conftest import Cmx


@pytest.fixture(autouse=True)
def environment(coda: CodaAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's token is that of the environment."""
    monkeypatch.setenv("CODA_API_TOKEN", coda.token)
    monkeypatch.setenv("CODA_BASE_URL", coda.server.base_url)


def test_what_is_in_a_doc(cmx: Cmx, coda: CodaAccount) -> None:
    doc = coda.doc("Launch")
    table = coda.table(doc, 3)
    assert cmx("coda", "docs").out.splitlines()[1].split()[0] == "Launch"
    assert [line["id"] for line in cmx("coda", "docs", "--json").lines] == [doc.id]
    assert "First page" in cmx("coda", "pages", doc.id).out
    assert cmx("coda", "tables", doc.id).out.splitlines()[1].split() == ["Tasks", "table", table.id]
    columns = cmx("coda", "columns", doc.id, "Tasks").out.splitlines()
    assert [line.split()[:2] for line in columns[1:]] == [
        ["Name", "text"],
        ["Count", "number"],
        ["Done", "checkbox"],
    ]
    assert cmx("coda", "whoami", "--json").object["name"] == "Ada"


def test_rows_in_three_forms(cmx: Cmx, coda: CodaAccount) -> None:
    doc = coda.doc()
    coda.table(doc, 30)
    shown = cmx("coda", "rows", doc.id, "Tasks", "-n", "2").out.splitlines()
    assert [line.split() for line in shown] == [
        ["Name", "Count", "Done"],
        ["row", "0", "0", "no"],
        ["row", "1", "1", "yes"],
    ]
    lines = cmx("coda", "rows", doc.id, "Tasks", "--json").lines
    assert (len(lines), lines[29]) == (30, {"Name": "row 29", "Count": 29, "Done": True})
    written = cmx("coda", "rows", doc.id, "Tasks", "--csv", "--query", '"Name":"row 7"').out
    assert written == "Name,Count,Done\nrow 7,7,true\n"


def test_a_table_goes_out_and_in_again(cmx: Cmx, coda: CodaAccount, tmp_path: Path) -> None:
    doc = coda.doc()
    coda.table(doc, 620)
    copy = coda.table(doc, 2, name="Copy")
    file = tmp_path / "rows.csv"
    file.write_text(cmx("coda", "rows", doc.id, "Tasks", "--csv").out)
    done = cmx("coda", "upsert", doc.id, copy.id, file, "--key", "Name", "--json")
    assert done.object == {"rows": 620, "requests": 2, "made": True}
    assert cmx("coda", "rows", doc.id, copy.id, "--csv").out == file.read_text()
    more = cmx("coda", "upsert", doc.id, "Copy", "-", "--no-wait", stdin=b"Name,Count\nanother,1\n")
    assert more.out == "1 row sent\n"
    assert len(copy.grid.rows) == 621


def test_what_ends_early_says_where_to_go_on(cmx: Cmx, coda: CodaAccount, tmp_path: Path) -> None:
    doc = coda.doc()
    table = coda.table(doc)
    file = tmp_path / "rows.csv"
    names = [f"new {number}" for number in range(700)]
    content = io.StringIO()
    csv.writer(content, lineterminator="\n").writerows([["Name"], *([name] for name in names)])
    file.write_text(content.getvalue())
    coda.server.faults.plan(Answer(403), "POST", "/rows", after=1)
    refused = cmx("coda", "upsert", doc.id, table.id, file)
    assert refused.code == 4
    assert "500 rows of the file were accepted; go on with --after 500" in refused.err
    assert cmx("coda", "upsert", doc.id, table.id, file, "--after", "500").out == "200 rows in the table\n"
    found = csv.DictReader(io.StringIO(cmx("coda", "rows", doc.id, table.id, "--csv").out))
    assert [row["Name"] for row in found] == names


def test_a_page_is_saved(cmx: Cmx, coda: CodaAccount, tmp_path: Path) -> None:
    doc = coda.doc()
    making.add_page(coda.server, doc, "Plan", "First this", "Then that")
    file = tmp_path / "plan.md"
    done = cmx("coda", "export", doc.id, "Plan", file, "--json")
    assert done.object == {"file": str(file), "bytes": file.stat().st_size}
    assert "First this" in file.read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("rows", "{doc}", "Nothing"), 3, "It is not there"),
        (("tables", "https://elsewhere.example/d/x"), 2, "no link to Coda"),
        (("upsert", "{doc}", "Tasks", "-"), 2, "no line of names"),
        (("export", "{doc}", "Nothing", "{folder}/x.md"), 3, "It is not there"),
    ],
)
def test_what_is_wrong(
    cmx: Cmx, coda: CodaAccount, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    doc = coda.doc()
    coda.table(doc)
    failed = cmx("coda", *(word.format(doc=doc.id, folder=tmp_path) for word in arguments))
    assert (failed.code, failed.out) == (code, "")
    assert said in failed.err
    assert not list(tmp_path.glob("x*"))


def test_a_wrong_token_is_named_and_not_shown(
    cmx: Cmx, coda: CodaAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODA_API_TOKEN", "sesame")
    failed = cmx("coda", "docs")
    assert failed.code == 4
    assert "sesame" not in failed.err + failed.out
    assert cmx("doctor", "coda").code == 4
    monkeypatch.setenv("CODA_API_TOKEN", coda.token)
    assert "it answers" in cmx("doctor", "coda").out
    monkeypatch.delenv("CODA_API_TOKEN")
    unset = cmx("coda", "docs")
    assert unset.code == 7
    assert "CODA_API_TOKEN" in unset.err
