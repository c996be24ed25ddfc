"""Names and ids of resources."""

from __future__ import annotations

import pytest

from codomyrmex.validation import ValidationError, check_identifier


@pytest.mark.parametrize("value", ["i-0abc", "projects/p/zones/z/instances/vm", "my vm", "日本", "x" * 2048])
def test_a_name_passes(value: str) -> None:
    assert check_identifier(value, "an id") is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "cannot be ''"),
        (".", r"cannot be '\.'"),
        ("..", r"cannot be '\.\.'"),
        (" a", "padded"),
        ("a\n", "control character"),
        ("a\0", "control character"),
        ("a\ud800", "not valid Unicode"),
        ("x" * 2049, "2049 bytes"),
        (None, "not NoneType"),
    ],
)
def test_what_names_nothing_is_refused(value: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=f"an id.*{reason}"):
        check_identifier(value, "an id")
