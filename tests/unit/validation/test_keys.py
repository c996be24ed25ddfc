"""Which keys are refused, and that every other one passes."""

from __future__ import annotations

import pytest

from codomyrmex.validation import MAX_KEY_BYTES, ValidationError, check_key


@pytest.mark.parametrize(
    "key",
    [
        "k",
        "a//b",
        "dir/",
        "/a",
        "/",
        "./a",
        ".",
        "..",
        "a/../b",
        "a b",
        "a+b",
        "a%20b",
        "a%2Fb",
        "日本",
        "trailing ",
        "\"'`",
        "#?&=*\\",
        "🐜",
        "line\nbreak\x01",
        "k" * MAX_KEY_BYTES,
        "é" * (MAX_KEY_BYTES // 2),
    ],
)
def test_any_text_is_a_key(key: str) -> None:
    assert check_key(key) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("", "not empty"),
        ("a\0b", "NUL"),
        ("é\0", "NUL"),
        ("k" * (MAX_KEY_BYTES + 1), "1025 bytes"),
        ("é" * (MAX_KEY_BYTES // 2) + "a", "1025 bytes"),
        ("a\ud800", "not valid Unicode"),
        (b"bytes", "not bytes"),
        (None, "not NoneType"),
        (7, "not int"),
    ],
)
def test_what_no_service_holds_is_refused(key: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        check_key(key)


def test_the_message_of_a_long_key_is_short() -> None:
    with pytest.raises(ValidationError) as caught:
        check_key("k" * 1_000_000)
    assert len(str(caught.value)) < 120


def test_a_subclass_of_str_is_a_key() -> None:
    class Name(str):
        __slots__ = ()

    check_key(Name("k"))
    with pytest.raises(ValidationError):
        check_key(Name(""))
