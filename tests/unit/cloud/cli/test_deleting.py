"""``mb``, ``rm`` and ``rb``."""

from __future__ import annotations

import pytest

from codomyrmex.cloud import LocalStorageClient
from tests.unit.cloud.cli.conftest import Cmx
from tests.unit.cloud.cli.terminal import on_terminal


@pytest.fixture(autouse=True)
def objects(store: LocalStorageClient) -> None:
    for key in ("rep/a", "rep/b/c", "reports/x"):
        store.put_object("b", key, b"12345")


def keys(store: LocalStorageClient) -> list[str]:
    return [info.key for info in store.list_objects("b")]


def test_mb_makes_a_bucket_once(cmx: Cmx, store: LocalStorageClient) -> None:
    made = cmx("mb", "local://new", "--json")
    assert made.object == {"url": "local://new", "bucket": "new", "created": True}
    assert store.bucket_exists("new")
    again = cmx("mb", "local://new")
    assert (again.code, again.err) == (5, "cmx: The bucket new is there already.\n")
    assert cmx("mb", "local://new/key").code == 2
    assert cmx("mb", "local://-bad-").code == 2


def test_rm_deletes_one_object(cmx: Cmx, store: LocalStorageClient) -> None:
    assert cmx("rm", "local://b/rep/a", "--json").object == {
        "url": "local://b/rep/a",
        "deleted": 1,
        "failures": [],
    }
    assert keys(store) == ["rep/b/c", "reports/x"]
    assert cmx("rm", "local://b/rep/a").code == 3
    assert cmx("rm", "local://b").code == 2


def test_rm_of_a_name_spares_its_namesakes(cmx: Cmx, store: LocalStorageClient) -> None:
    outcome = cmx("rm", "-r", "--yes", "local://b/rep")
    assert (outcome.code, outcome.out) == (0, "2 objects at local://b/rep deleted\n")
    assert keys(store) == ["reports/x"]
    assert cmx("rm", "-r", "--yes", "local://b/rep").code == 3


def test_without_a_terminal_rm_wants_a_yes(cmx: Cmx, store: LocalStorageClient) -> None:
    outcome = cmx("rm", "-r", "local://b/rep", stdin=b"y\n")
    assert outcome.code == 2
    assert "--yes" in outcome.err
    assert len(keys(store)) == 3


def test_on_a_terminal_rm_asks(store: LocalStorageClient) -> None:
    question = b"Delete 2 objects (10 B) at local://b/rep? [y/N]: "
    code, output = on_terminal("rm", "-r", "local://b/rep", answers={question: b"n\n"})
    assert code == 1
    assert b"nothing was deleted" in output
    assert len(keys(store)) == 3
    code, output = on_terminal("rm", "-r", "local://b/rep", answers={question: b"y\n"})
    assert (code, keys(store)) == (0, ["reports/x"])


def test_ctrl_c_at_the_question_deletes_nothing(store: LocalStorageClient) -> None:
    code, output = on_terminal("rm", "-r", "local://b/rep", answers={b"[y/N]: ": b"\x03\n"})
    assert code == 130
    assert b"cmx: Interrupted" in output
    assert len(keys(store)) == 3


def test_rb_wants_an_empty_bucket(cmx: Cmx, store: LocalStorageClient) -> None:
    refused = cmx("rb", "local://b")
    assert refused.code == 5
    assert refused.err.endswith("cmx rb --force local://b\n")
    assert cmx("rb", "--force", "local://b").code == 2
    assert cmx("rb", "--force", "--yes", "local://b", "--json").object["removed"] is True
    assert store.list_buckets() == []
