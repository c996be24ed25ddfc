"""The order of the tests: each server in one share, nothing lost."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.order import OWN_SERVERS, pieces, server_of, shares


def item(name: str, *fixtures: str, parameters: str | None = None) -> Any:
    """What pytest knows of a test, as far as its order goes."""
    found = SimpleNamespace(name=name, fixturenames=fixtures)
    if parameters is not None:
        found.callspec = SimpleNamespace(id=parameters)
    return found


def test_every_server_has_its_fixture(request: pytest.FixtureRequest) -> None:
    for name in OWN_SERVERS:
        assert request._fixturemanager.getfixturedefs(f"{name}_server", request.node)


def test_a_server_is_known_by_its_fixture_or_by_a_parameter() -> None:
    assert server_of(item("a", "tmp_path", "ceph_server")) == "ceph"
    assert server_of(item("b", "harness", parameters="azure-azurite-small")) == "azurite"
    assert server_of(item("c", "tmp_path", parameters="small")) is None
    assert server_of(item("d", "capture_server")) is None


@pytest.mark.parametrize("number", [1, 2, 3, 8])
def test_a_server_is_in_one_share_and_no_test_is_lost(number: int) -> None:
    plain = [item(f"plain-{count}") for count in range(60)]
    served = [item(f"{name}-{count}", f"{name}_server") for name in OWN_SERVERS for count in range(5)]
    found = shares(
        [one for pair in zip(plain, served, strict=False) for one in pair] + plain[len(served) :], number
    )
    assert sorted(one.name for share in found for one in share) == sorted(one.name for one in plain + served)
    for name in OWN_SERVERS:
        assert sum(any(server_of(one) == name for one in share) for share in found) == 1
    assert max(map(len, found)) - min(map(len, found)) <= 1


def test_what_needs_no_server_comes_last_in_each_share() -> None:
    items = [item("plain-1"), item("ceph-1", "ceph_server"), item("plain-2"), item("moto-1", "moto_server")]
    assert [[one.name for one in share] for share in shares(items, 2)] == [
        ["ceph-1", "plain-1"],
        ["moto-1", "plain-2"],
    ]


def test_pieces_are_equal_and_in_order() -> None:
    assert pieces(list(range(7)), 3) == [[0, 1], [2, 3], [4, 5, 6]]
