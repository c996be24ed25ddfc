"""Capabilities as data."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.common.errors import ConfigurationError, NotSupportedError
from codomyrmex.cloud.common.storage import Capabilities, Capability

SOME = Capabilities({Capability.TAGS: "files have no tags"})


def test_each_is_there_or_has_a_reason_why_not() -> None:
    assert set(SOME) == set(Capability)
    assert [name for name in SOME if not SOME.has(name)] == [Capability.TAGS]
    assert SOME[Capability.TAGS] == "files have no tags"
    assert SOME[Capability.PRESIGN] is None


def test_what_is_missing_is_refused_with_the_reason() -> None:
    SOME.require(Capability.PRESIGN)
    with pytest.raises(NotSupportedError, match=r"tags.*files have no tags"):
        SOME.require(Capability.TAGS)


def test_declaring_makes_a_new_set() -> None:
    declared = SOME.declare({"tags": True, "presign": False})
    assert declared.has(Capability.TAGS)
    assert not declared.has(Capability.PRESIGN)
    assert not SOME.has(Capability.TAGS)
    assert SOME.has(Capability.PRESIGN)
    assert "switched off" in (declared[Capability.PRESIGN] or "")


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match=r"'tag'.*tags"):
        SOME.declare({"tag": True})


def test_what_is_there_is_shown() -> None:
    assert "presign" in repr(SOME)
    assert "tags" not in repr(SOME)


@pytest.mark.parametrize("capability", Capability)
def test_each_can_be_explained(capability: Capability) -> None:
    assert capability.description
