"""Addresses: keys stay exact, paths stay paths, endpoints hold no secrets."""

from __future__ import annotations

from pathlib import Path

import pytest

from codomyrmex.validation import StorageURL, ValidationError, check_endpoint_url, parse_storage_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("s3://", StorageURL("s3", None, "")),
        ("s3://b", StorageURL("s3", "b", "")),
        ("s3://b/", StorageURL("s3", "b", "")),
        ("s3://b/k", StorageURL("s3", "b", "k")),
        ("s3://b//a", StorageURL("s3", "b", "/a")),
        ("s3://b/a//b/", StorageURL("s3", "b", "a//b/")),
        ("s3://b/a/../b", StorageURL("s3", "b", "a/../b")),
        ("s3://b/..", StorageURL("s3", "b", "..")),
        ("s3://b/a%20b", StorageURL("s3", "b", "a%20b")),
        ("s3://b/a?b#c&d=e*\\", StorageURL("s3", "b", "a?b#c&d=e*\\")),
        ("s3://b/ k ", StorageURL("s3", "b", " k ")),
        ("s3://b/日本", StorageURL("s3", "b", "日本")),
        ("s3://b/s3://c/d", StorageURL("s3", "b", "s3://c/d")),
        ("S3://B/K", StorageURL("s3", "B", "K")),
        ("my-archive.v2+x://b/k", StorageURL("my-archive.v2+x", "b", "k")),
        ("local://b/k", StorageURL("local", "b", "k")),
    ],
)
def test_a_key_is_what_follows_the_bucket(url: str, expected: StorageURL) -> None:
    parsed = parse_storage_url(url)
    assert parsed == expected
    assert not parsed.is_local_path


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("a", "a"),
        ("./a", "./a"),
        ("/a/b c", "/a/b c"),
        ("-", "-"),
        ("C:\\data\\x", "C:\\data\\x"),
        ("C:/data/x", "C:/data/x"),
        ("c://data", "c://data"),
        ("a%20b", "a%20b"),
        ("file:///abs/path", "/abs/path"),
        ("file://localhost/abs", "/abs"),
        ("FILE:///abs", "/abs"),
        ("file:///a%20b%23", "/a b#"),
        ("file:///C:/data", "C:/data"),
    ],
)
def test_what_has_no_scheme_is_a_local_path(url: str, path: str) -> None:
    parsed = parse_storage_url(url)
    assert parsed.is_local_path
    assert (parsed.bucket, parsed.key) == (None, path)


def test_the_uri_of_any_path_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a b#c?d%20é"
    assert Path(parse_storage_url(path.as_uri()).key) == path


def test_an_address_can_be_written_again() -> None:
    for url in ("s3://", "s3://b/", "s3://b//a?#", "./a"):
        assert str(parse_storage_url(url)) == url


def test_an_address_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        parse_storage_url("s3://b/k").key = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "not empty"),
        ("s3:///k", "names no bucket"),
        ("s3://../k", "not a bucket name"),
        ("s3://b/\0", "NUL"),
        ("file:///%00", "NUL"),
        ("a\0b", "NUL"),
        ("file://host/path", "another host"),
        ("file://", "another host"),
        (None, "not NoneType"),
    ],
)
def test_what_is_no_address_is_refused(url: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        parse_storage_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:9000",
        "https://s3.pub1.infomaniak.cloud",
        "https://s3.pub1.infomaniak.cloud/",
        "https://host:443/prefix/more",
        "http://127.0.0.1:1",
        "http://[::1]:9000",
        "HTTPS://Host",
    ],
)
def test_an_endpoint_passes(url: str) -> None:
    assert check_endpoint_url(url) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "http"),
        ("localhost:9000", "does not start with"),
        ("ftp://host", "does not start with"),
        ("//host", "does not start with"),
        ("http://", "no host"),
        ("http://:9000", "no host"),
        ("http://host:port", "cannot be read"),
        ("http://host:65536", "cannot be read"),
        ("http://host:0", "port 0"),
        ("http://[::1", "cannot be read"),
        ("http://host?x=1", "no query"),
        ("http://host#x", "no fragment"),
        ("http://ho st", "a space"),
        ("http://host\r\nX: y", "a space"),
        ("http://host\\x", "a space"),
        ("http://höst", "no URL may hold"),
        ("http://user:hush@host", "no user and password"),
        (None, "not NoneType"),
    ],
)
def test_what_is_no_endpoint_is_refused_without_showing_a_password(url: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason) as caught:
        check_endpoint_url(url)
    assert "hush" not in str(caught.value)
