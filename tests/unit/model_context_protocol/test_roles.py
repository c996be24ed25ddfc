"""The table of roles and tools."""

from __future__ import annotations

import pytest

from codomyrmex.model_context_protocol.roles import Role, allowed, read_table, table

CHANGES = (
    "upload",
    "download",
    "create",
    "update",
    "delete",
    "upsert",
    "copy",
    "presign",
    "make",
    "stop",
    "start",
)


def test_an_engineer_may_use_every_tool() -> None:
    assert all(Role.ENGINEER in roles for roles in table().values())
    assert len(table()) == 33


def test_only_an_engineer_is_trusted() -> None:
    assert {role: role.trust for role in Role} == {
        Role.ENGINEER: "TRUSTED",
        Role.ARCHITECT: "OBSERVED",
        Role.QATESTER: "OBSERVED",
    }


@pytest.mark.parametrize("role", [Role.ARCHITECT, Role.QATESTER])
def test_who_is_observed_changes_nothing(role: Role) -> None:
    tools = {name for name in table() if allowed(role, name)}
    assert tools
    assert not {name for name in tools for word in CHANGES if word in name.split(".")[1].split("_")}


def test_what_a_qatester_may_use_an_architect_may_too() -> None:
    assert all(Role.ARCHITECT in roles for roles in table().values() if Role.QATESTER in roles)
    assert allowed(Role.ARCHITECT, "codomyrmex.preview_stack")
    assert not allowed(Role.QATESTER, "codomyrmex.preview_stack")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    "name", ["", "codomyrmex", "codomyrmex.drop_everything", "list_s3_buckets", "codomyrmex.List_S3_Buckets"]
)
def test_a_tool_that_the_table_does_not_name_is_nobodys(role: Role, name: str) -> None:
    assert not allowed(role, name)


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        table()["codomyrmex.drop_everything"] = frozenset(Role)  # type: ignore[index]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tools = 1",
        "[tools]",
        "no toml",
        '[tools]\n"a.b" = ["engineer"]\n[more]',
        '[tools]\n"a.b" = ["engineer"]\n"a.b" = ["architect"]',
        '[tools]\n"a.b" = "engineer"',
        '[tools]\n"a.b" = []',
        '[tools]\n"a.b" = ["owner"]',
        '[tools]\n"a.b" = [1]',
        '[tools]\n"a.b" = ["engineer", "engineer"]',
        '[tools]\na.b = ["engineer"]',
    ],
)
def test_a_malformed_table_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_table(text)
