"""The table of what servers cannot do names rows and servers that there are."""

from __future__ import annotations

from importlib import import_module

import pytest

from codomyrmex.cloud.common.storage import Capability
from tests.contract.pairs import PAIRS
from tests.contract.servers_table import BY_CHANCE, HAVING, LACKING, UNSUPPORTED

LISTED = [row for table in (UNSUPPORTED, BY_CHANCE) for rows in table.values() for row in rows]
ROWS = sorted({row.partition("[")[0] for row in LISTED})
SERVERS = {pair.server for pair in PAIRS.values()}


@pytest.mark.parametrize("row", ROWS)
def test_a_listed_row_is_a_test(row: str) -> None:
    *folder, module, function = row.split(".")
    found = import_module(".".join(["tests.contract", *folder, f"test_{module}"]))
    assert hasattr(found, f"test_{function}")


def test_listed_names_are_those_of_pairs_and_servers() -> None:
    listed = UNSUPPORTED.keys() | HAVING.keys() | LACKING.keys() | BY_CHANCE.keys()
    assert listed <= PAIRS.keys() | SERVERS


def test_listed_capabilities_are_capabilities() -> None:
    listed = [name for table in (HAVING, LACKING) for names in table.values() for name in names]
    assert set(listed) <= set(Capability)
