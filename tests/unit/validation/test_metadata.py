"""Metadata and content types: what comes back from a service unchanged."""

from __future__ import annotations

import pytest

from codomyrmex.validation import ValidationError, check_content_type, check_metadata


def test_names_become_lower_case_and_values_stay() -> None:
    assert check_metadata({"Owner": "Zoë", "x-y_z": "", "tab": "a\u00a0b"}) == {
        "owner": "Zoë",
        "x-y_z": "",
        "tab": "a\u00a0b",
    }


@pytest.mark.parametrize("nothing", [None, {}])
def test_no_metadata_is_an_empty_mapping(nothing: dict[str, str] | None) -> None:
    assert check_metadata(nothing) == {}


def test_two_kibibytes_fit_and_one_byte_more_does_not() -> None:
    assert check_metadata({"k": "v" * 2047}) == {"k": "v" * 2047}
    with pytest.raises(ValidationError, match="2049 bytes"):
        check_metadata({"k": "v" * 2048})
    with pytest.raises(ValidationError, match="2049 bytes"):
        check_metadata({"k": "é" * 1024})


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({"": "v"}, "not an HTTP token"),
        ({"a b": "v"}, "not an HTTP token"),
        ({"a:b": "v"}, "not an HTTP token"),
        ({"naïve": "v"}, "not an HTTP token"),
        ({"a\n": "v"}, "not an HTTP token"),
        ({1: "v"}, "is text, not int"),
        ({"cmx-sha256": "v"}, "reserved"),
        ({"CMX-sha256": "v"}, "reserved"),
        ({"a": "1", "A": "2"}, "twice"),
        ({"a": 1}, "is text, not int"),
        ({"a": None}, "is text, not NoneType"),
        ({"a": "x\r\nInjected: yes"}, "control character"),
        ({"a": "x\x7f"}, "control character"),
        ({"a": "x\x85y"}, "control character"),
        ({"a": " padded"}, "begins or ends with a space"),
        ({"a": "padded\u3000"}, "begins or ends with a space"),
        ({"a": "\ud800"}, "not valid Unicode"),
    ],
)
def test_what_a_header_cannot_carry_is_refused(metadata: dict[str, str], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        check_metadata(metadata)


def test_no_message_repeats_a_value() -> None:
    with pytest.raises(ValidationError) as caught:
        check_metadata({"a": "hush\x00"})
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "text/plain; charset=utf-8",
        "text/plain;charset=utf-8",
        'multipart/mixed; boundary="a b;c"',
        "application/vnd.api+json",
        "application/json;",
        "x/y; a=b; c=d",
    ],
)
def test_a_media_type_passes(content_type: str) -> None:
    assert check_content_type(content_type) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text",
        "text/",
        "/plain",
        "text/plain\r\nX: y",
        "text/plain\n",
        "text plain",
        "text/pläin",
        "a/b; c",
        None,
        b"text/plain",
    ],
)
def test_what_is_no_media_type_is_refused(content_type: str) -> None:
    with pytest.raises(ValidationError, match="content type"):
        check_content_type(content_type)
