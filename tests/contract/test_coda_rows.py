"""Tables of Coda: columns, rows and their values, and how rows change."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.coda_io.exceptions import CodaNotFoundError, CodaValidationError, FieldError
from codomyrmex.cloud.coda_io.models.rows import CellEdit, RowEdit
from codomyrmex.cloud.coda_io.models.values import CurrencyValue, PersonValue, RowValue, UrlValue
from codomyrmex.cloud.common.errors import InvalidRequestError
from tests.contract.coda_account import COLUMNS, CodaAccount
from tests.servers.coda import making
from tests.servers.coda.links import row_link, table_link
from tests.servers.coda.tables import Column

KINDS = (
    Column("c-name", "Name"),
    Column("c-cost", "Cost", "currency"),
    Column("c-who", "Who", "person"),
    Column("c-site", "Site", "link"),
    Column("c-task", "Task", "lookup", lookup="grid-tasks"),
    Column("c-tags", "Tags", "select", is_array=True),
)


def test_tables_and_views(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, 4)
    view = making.add_view(coda.server, doc, table, "Done tasks", "c-done", True)
    client = coda.client()
    assert [one.name for one in client.list_tables(doc)] == ["Tasks", "Done tasks"]
    assert [one.id for one in client.list_tables(doc, sort_by="name", table_types=["view"])] == [view.id]
    seen = client.get_table(doc, "Tasks")
    assert (seen.id, seen.row_count, seen.table_type) == (table.id, 4, "table")
    shown = client.get_table(doc, view.id)
    assert shown.parent_table is not None
    assert (shown.row_count, shown.table_type, shown.parent_table.id) == (2, "view", table.id)
    assert [row.name for row in client.list_rows(doc, view.id)] == ["row 1", "row 3"]
    with pytest.raises(CodaNotFoundError):
        client.get_table(doc, "Nothing")


def test_columns(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, columns=[*COLUMNS, Column("c-hidden", "Hidden", hidden=True)])
    client = coda.client()
    assert [column.name for column in client.list_columns(doc, table)] == ["Name", "Count", "Done", "Hidden"]
    visible = client.list_columns(doc, table, visible_only=True, limit=2)
    assert [column.format.type for column in visible] == ["text", "number", "checkbox"]
    name = client.get_column(doc, table, "Name")
    assert (name.id, name.display) == ("c-name", True)
    assert name.parent is not None
    assert name.parent.id == table.id


def test_a_column_of_a_new_kind(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, columns=[Column("c-new", "New", "hologram")])
    (column,) = coda.client().list_columns(doc, table)
    assert (column.name, column.format.type) == ("New", "hologram")


def test_all_rows_are_read(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, 60)
    rows = list(coda.client().list_rows(doc, table, use_column_names=True, limit=25))
    assert [row.values for row in rows[:2]] == [
        {"Name": "row 0", "Count": 0, "Done": False},
        {"Name": "row 1", "Count": 1, "Done": True},
    ]
    assert [row.index for row in rows] == list(range(1, 61))
    assert len(coda.server.requests) == 3
    assert len(list(coda.client().list_rows(doc, table, limit=None))) == 60
    assert len(coda.server.requests) == 6, "the service's own size of a page is 25"
    assert len(list(coda.client().list_rows(doc, table))) == 60
    assert len(coda.server.requests) == 7


def test_a_page_is_not_larger_than_the_service_makes_it(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, 501)
    listing = coda.client().list_rows(doc, table, limit=10_000)
    assert [len(page.items) for page in listing.pages()] == [500, 1]


def test_rows_with_a_value(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, 10)
    client = coda.client()
    assert [row.name for row in client.list_rows(doc, table, query='"Name":"row 7"')] == ["row 7"]
    assert [row.name for row in client.list_rows(doc, table, query="c-count:3")] == ["row 3"]
    with pytest.raises(CodaValidationError, match="not JSON"):
        client.list_rows(doc, table, query="c-count:three")
    with pytest.raises(CodaValidationError, match="only visible rows"):
        client.list_rows(doc, table, sort_by="natural", visible_only=False)


def test_values_in_three_formats(coda: CodaAccount) -> None:
    doc = coda.doc()
    coda.table(doc, 2).id = "grid-tasks"
    doc.tables["grid-tasks"] = next(iter(doc.tables.values()))
    cells = ("a", 12.5, coda.user.email, "https://coda.io", "row 1", ["x", "y"])
    table = making.add_table(coda.server, doc, "Costs", KINDS, [cells])
    client = coda.client()
    (simple,) = client.list_rows(doc, table, use_column_names=True)
    assert simple.values == {
        "Name": "a",
        "Cost": "$12.50",
        "Who": coda.user.email,
        "Site": "https://coda.io",
        "Task": "row 1",
        "Tags": "x,y",
    }
    (arrays,) = client.list_rows(doc, table, use_column_names=True, value_format="simpleWithArrays")
    assert arrays.values["Tags"] == ["x", "y"]
    (rich,) = client.list_rows(doc, table, use_column_names=True, value_format="rich")
    cost, who, site, task = (rich.values[name] for name in ("Cost", "Who", "Site", "Task"))
    assert rich.values["Name"] == "```a```"
    assert isinstance(cost, CurrencyValue)
    assert (cost.amount, cost.currency) == (12.5, "USD")
    assert isinstance(who, PersonValue)
    assert (who.name, who.email) == ("Ada", coda.user.email)
    assert isinstance(site, UrlValue)
    assert site.url == "https://coda.io"
    assert isinstance(task, RowValue)
    assert (task.name, task.table_id) == ("row 1", "grid-tasks")


def test_only_what_has_changed_since(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, 3)
    client = coda.client()
    token = client.list_rows(doc, table).page().next_sync_token
    assert token is not None
    assert list(client.list_rows(doc, table, sync_token=token)) == []
    client.update_row(doc, table, "row 1", {"Count": 100})
    client.upsert_rows(doc, table, [{"Name": "row 3"}])
    changed = client.list_rows(doc, table, sync_token=token)
    assert [row.name for row in changed] == ["row 1", "row 3"]


def test_a_row_lives(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc)
    client = coda.client()
    added = client.upsert_rows(doc, table, [{"Name": "tea", "Count": "3", "Done": "true"}])
    (row_id,) = added.added_row_ids
    row = client.get_row(doc, table, row_id)
    assert row.values == {"c-name": "tea", "c-count": 3, "c-done": True}
    assert row.parent is not None
    assert row.parent.id == table.id
    edit = RowEdit(cells=[CellEdit(column="c-count", value=4)])
    assert client.update_row(doc, table, row, edit).result.id == row_id
    assert client.get_row(doc, table, "tea", use_column_names=True).values["Count"] == 4
    assert client.delete_row(doc, table, row).result.id == row_id
    with pytest.raises(CodaNotFoundError):
        client.get_row(doc, table, row)


def test_text_stays_text_where_it_is_not_parsed(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc)
    client = coda.client()
    client.upsert_rows(doc, table, [{"Count": "3"}], disable_parsing=True)
    assert next(iter(client.list_rows(doc, table))).values["c-count"] == "3"


def test_none_empties_a_cell(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, 1)
    client = coda.client()
    client.update_row(doc, table, "row 0", {"Count": None})
    assert client.get_row(doc, table, "row 0").values["c-count"] == ""


def test_many_rows_are_deleted(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, 4)
    client = coda.client()
    first, second, *_ = client.list_rows(doc, table)
    gone = client.delete_rows(doc, table, [first, second.id])
    assert gone.result.row_ids == [first.id, second.id]
    assert [row.name for row in client.list_rows(doc, table)] == ["row 2", "row 3"]


def test_a_button_is_pushed_once(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = making.add_table(
        coda.server, doc, "T", [Column("c-name", "Name"), Column("c-go", "Go", "button")], [["a", ""]]
    )
    client = coda.client()
    pushed = client.push_button(doc, table, "a", "Go")
    assert table.grid.pushed == [(pushed.result.row_id, "c-go")]
    with pytest.raises(CodaValidationError, match="no buttons"):
        client.push_button(doc, table, "a", "Name")


def test_all_rows_that_match_are_changed(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = making.add_table(
        coda.server, doc, "T", COLUMNS, [("a", 1, False), ("b", 2, False), ("a", 3, False)]
    )
    client = coda.client()
    done = client.upsert_rows(
        doc, table, [{"Name": "a", "Done": True}, {"Name": "c", "Count": 4}], key_columns=["Name"]
    )
    assert done.added_row_ids == ()
    assert [tuple(row.values.values()) for row in client.list_rows(doc, table)] == [
        ("a", 1, True),
        ("b", 2, False),
        ("a", 3, True),
        ("c", 4, ""),
    ]


def test_a_view_takes_no_new_rows(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, 2)
    view = making.add_view(coda.server, doc, table, "View", "c-done", True)
    with pytest.raises(CodaValidationError, match="base tables only"):
        coda.client().upsert_rows(doc, view, [{"Name": "x"}])
    assert len(table.grid.rows) == 2


def test_cells_of_columns_that_take_none(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, columns=[*COLUMNS, Column("c-sum", "Sum", "number", formula="1+1")])
    with pytest.raises(CodaValidationError) as caught:
        coda.client().upsert_rows(doc, table, [{"Name": "x"}, {"Nmae": "y"}, {"Sum": 3}])
    assert caught.value.fields == (
        FieldError("rows[1].cells[0].column", "There is no such column"),
        FieldError("rows[2].cells[0].column", "The column takes no values"),
    )
    assert table.grid.rows == {}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}, b"bytes"])
def test_what_json_cannot_hold_is_not_sent(coda: CodaAccount, value: object) -> None:
    doc = coda.doc()
    table = coda.table(doc)
    with pytest.raises(InvalidRequestError):
        coda.client().update_row(doc, table, "a", {"Name": value})
    assert coda.server.requests == []


def test_links_are_taken_wherever_ids_are(coda: CodaAccount) -> None:
    doc = coda.doc()
    table = coda.table(doc, 2)
    row = next(iter(table.grid.rows.values()))
    client = coda.client()
    in_table = table_link(doc.id, table.id, table.name)
    in_row = row_link(doc.id, table.id, table.name, row.id)
    assert client.get_table(in_table, in_table).id == table.id
    assert client.get_row(in_row, in_row, in_row).id == row.id
    assert [one.name for one in client.list_rows(in_row, in_row)] == ["row 0", "row 1"]
    client.update_row(in_row, in_row, in_row, {"Count": 9})
    client.upsert_rows(in_table, in_table, [{"Name": "row 2"}])
    client.delete_rows(in_table, in_table, [in_row])
    assert [one.name for one in client.list_rows(doc, table)] == ["row 1", "row 2"]
    with pytest.raises(InvalidRequestError, match="does not lead to"):
        client.get_row(in_table, in_table, in_table)


@pytest.mark.parametrize("name", ["50% / half", "a?b#c", "ä ö", "semi;colon&and=", "+", "%2F"])
def test_names_are_encoded(coda: CodaAccount, name: str) -> None:
    doc = coda.doc()
    table = making.add_table(coda.server, doc, name, COLUMNS, [(name, 1, False)])
    client = coda.client()
    assert client.get_table(doc, name).id == table.id
    assert client.get_row(doc, name, name).name == name
    assert [row.name for row in client.list_rows(doc, name, query=f'"Name":"{name}"')] == [name]
