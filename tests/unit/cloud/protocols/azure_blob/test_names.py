"""Keys that Azure can hold, and metadata names as identifiers."""

from __future__ import annotations

import re

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.protocols.azure_blob.names import (
    check_addressable,
    check_holdable,
    decode_name,
    encode_name,
)

HELD = ["a", "a//b", "/a", "dir/", "...a", "a.b/c", ".a", "日本", "a b", "a%2Fb", "x" * 1024, "/" * 253]


@pytest.mark.parametrize("key", HELD, ids=lambda key: key[:20])
def test_what_is_held(key: str) -> None:
    check_holdable(key)
    check_addressable(key)


@pytest.mark.parametrize(
    "key", [".", "..", "./a", "a/..", "a/../b", "a.", "a./b", "a/b...", "x/../../other/k"]
)
def test_a_part_that_ends_with_a_dot_is_refused(key: str) -> None:
    with pytest.raises(InvalidRequestError, match="ends with a dot"):
        check_addressable(key)


def test_more_than_254_parts_are_refused() -> None:
    with pytest.raises(InvalidRequestError, match="255"):
        check_addressable("/" * 254)


@pytest.mark.parametrize("key", ["a\\b", "\\", "a\x01", "a\n", "\x7f", "\x81"])
def test_what_would_be_renamed_or_not_held_is_refused(key: str) -> None:
    with pytest.raises(InvalidRequestError):
        check_holdable(key)


NAMES = [
    "author",
    "x-year",
    "author-name",
    "7up",
    "a.b!c#d$e%f&g'h*i+j^k`l|m~n",
    "_",
    "__0x2d__",
    "__0x2d-",
    "a__0x5f__",
    "-_-",
    "_-0x2d__",
    "__",
    "___0x2d__",
]


@pytest.mark.parametrize("name", NAMES)
def test_metadata_names_are_identifiers_and_come_back(name: str) -> None:
    encoded = encode_name(name)
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", encoded)
    assert decode_name(encoded) == name


def test_different_names_stay_different() -> None:
    assert len({encode_name(name) for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("name", ["author", "x_year", "hdi_isfolder", "__0xfffff__"])
def test_what_other_programs_write_is_itself(name: str) -> None:
    assert decode_name(name) == name
    assert encode_name("author") == "author"
