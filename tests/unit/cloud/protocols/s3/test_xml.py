"""The XML of S3, as several servers write it."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from codomyrmex.cloud.common.errors import ServiceUnavailableError
from codomyrmex.cloud.protocols.s3 import xml
from codomyrmex.cloud.protocols.xml import fits_xml

NAMESPACE = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


def listing(inner: str, namespace: str = NAMESPACE, root: str = "ListBucketResult") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{namespace}>{inner}</{root}>'.encode()


CONTENTS = (
    "<Contents><Key>{key}</Key><LastModified>2015-10-21T07:28:00.000Z</LastModified>"
    "<ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>12</Size>"
    "<Owner><ID>x</ID></Owner><StorageClass>STANDARD</StorageClass></Contents>"
)


@pytest.mark.parametrize("namespace", ["", NAMESPACE, ' xmlns="http://doc.s3.amazonaws.com/2006-03-01"'])
def test_a_page(namespace: str) -> None:
    prefixes = "".join(f"<CommonPrefixes><Prefix>{name}/</Prefix></CommonPrefixes>" for name in "ab")
    more = "<IsTruncated>true</IsTruncated><NextContinuationToken>t+/=</NextContinuationToken>"
    page = xml.parse_page(listing(more + CONTENTS.format(key="a%20b+c") + prefixes, namespace), "data")
    (info,) = page.objects
    assert (info.bucket, info.key, info.size) == ("data", "a%20b+c", 12)
    assert info.last_modified == datetime(2015, 10, 21, 7, 28, tzinfo=UTC)
    assert (info.etag, info.storage_class) == ("d41d8cd98f00b204e9800998ecf8427e", "STANDARD")
    assert page.prefixes == ["a/", "b/"]
    assert page.token == "t+/="


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("a%20b", "a b"),
        ("a+b", "a b"),
        ("a%2Bb", "a+b"),
        ("a%2520b", "a%20b"),
        ("%E6%97%A5%E6%9C%AC", "日本"),
        ("%F0%9F%98%80", "😀"),
        ("%01%0A%0D", "\x01\n\r"),
        ("dir%2F", "dir/"),
        ("../a//b/.", "../a//b/."),
        ("&amp;&lt;%26", "&<&"),
    ],
)
def test_encoded_keys(written: str, key: str) -> None:
    prefix = f"<CommonPrefixes><Prefix>{written}</Prefix></CommonPrefixes>"
    body = listing(f"<EncodingType>url</EncodingType>{CONTENTS.format(key=written)}{prefix}")
    page = xml.parse_page(body, "data")
    assert [info.key for info in page.objects] == [key]
    assert page.prefixes == [key]


def test_an_empty_page() -> None:
    page = xml.parse_page(listing("<IsTruncated>false</IsTruncated>"), "data")
    assert (page.objects, page.prefixes, page.token) == ([], [], None)


def test_a_token_without_truncation_is_the_end() -> None:
    body = listing("<IsTruncated>false</IsTruncated><NextContinuationToken>x</NextContinuationToken>")
    assert xml.parse_page(body, "data").token is None


def test_sparse_objects() -> None:
    (info,) = xml.parse_page(listing("<Contents><Key>k</Key><Size>0</Size></Contents>"), "data").objects
    assert (info.size, info.last_modified, info.etag, info.storage_class) == (0, None, None, None)


@pytest.mark.parametrize(
    ("written", "character"),
    [
        ("\x01", "\x01"),
        ("\x00", "\x00"),
        ("&#x1;", "\x01"),
        ("&#x0B;", "\x0b"),
        ("&#x1f;", "\x1f"),
        ("&#1;", "\x01"),
        ("&#0;", "\x00"),
        ("&#008;", "\x08"),
        ("&#11;", "\x0b"),
        ("&#12;", "\x0c"),
        ("&#14;", "\x0e"),
        ("&#19;", "\x13"),
        ("&#20;", "\x14"),
        ("&#31;", "\x1f"),
        ("&#9;&#10;&#13;&#32;&#110;", "\t\n\r n"),
        ("&#x9;&#xA;&#xd;&#x20;&#x6e;", "\t\n\r n"),
    ],
)
def test_characters_that_xml_cannot_hold(written: str, character: str) -> None:
    encoded = "<EncodingType>url</EncodingType>" + CONTENTS.format(key="%01")
    prefix = f"<CommonPrefixes><Prefix>{written}/</Prefix></CommonPrefixes>"
    more = f"<IsTruncated>true</IsTruncated><NextContinuationToken>t{written}&#1;</NextContinuationToken>"
    page = xml.parse_page(listing(encoded + prefix + more), "data")
    assert [info.key for info in page.objects] == ["\x01"]
    assert page.prefixes == [f"{character}/"]
    assert page.token == f"t{character}\x01"
    as_it_is = xml.parse_page(listing(CONTENTS.format(key=f"k{written}") + prefix), "data")
    assert ([info.key for info in as_it_is.objects], as_it_is.prefixes) == (
        [f"k{character}"],
        [f"{character}/"],
    )


def test_characters_for_private_use_are_themselves() -> None:
    more = "<IsTruncated>true</IsTruncated><NextContinuationToken>\uf701</NextContinuationToken>"
    page = xml.parse_page(listing(more + CONTENTS.format(key="\uf701")), "data")
    assert ([info.key for info in page.objects], page.token) == (["\uf701"], "\uf701")
    encoded = f"<EncodingType>url</EncodingType><Prefix>&#1;</Prefix>{CONTENTS.format(key='%EF%9C%81')}"
    assert [info.key for info in xml.parse_page(listing(encoded), "data").objects] == ["\uf701"]


@pytest.mark.parametrize("body", [b"", b"<html>", b"plain", b"<a></b>", b"<a>\x01</b>", b"<a>&#1;</b>"])
def test_what_is_not_xml(body: bytes) -> None:
    with pytest.raises(ServiceUnavailableError) as caught:
        xml.parse_page(body, "data")
    assert caught.value.retryable


def test_versions() -> None:
    inner = (
        "<EncodingType>url</EncodingType>"
        "<Version><Key>a+b</Key><VersionId>2</VersionId><IsLatest>true</IsLatest><Size>5</Size>"
        "<LastModified>2015-10-21T07:28:00Z</LastModified><ETag>&quot;e&quot;</ETag></Version>"
        "<DeleteMarker><Key>c</Key><VersionId>null</VersionId><IsLatest>false</IsLatest></DeleteMarker>"
        "<CommonPrefixes><Prefix>p/</Prefix></CommonPrefixes>"
    )
    document = xml.Document(listing(inner, root="ListVersionsResult"))
    first, marker = document.versions("data")
    assert (first.key, first.version, first.is_latest, first.is_delete_marker) == ("a b", "2", True, False)
    assert (first.size, first.etag) == (5, "e")
    assert first.last_modified == datetime(2015, 10, 21, 7, 28, tzinfo=UTC)
    assert (marker.key, marker.version, marker.is_latest, marker.is_delete_marker) == (
        "c",
        "null",
        False,
        True,
    )
    assert marker.last_modified is None


ODD_KEYS = ["a&b<c>d\"e'f", "tab\tline\nreturn\rend", " spaces ", "日本😀", "]]>", "\x7f\x85"]


@pytest.mark.parametrize("key", ODD_KEYS)
def test_keys_to_delete_survive_a_parser(key: str) -> None:
    root = ElementTree.fromstring(xml.delete_request([key, "other"]))
    assert [element.text for element in root.iter("{http://s3.amazonaws.com/doc/2006-03-01/}Key")] == [
        key,
        "other",
    ]
    assert fits_xml(key)


@pytest.mark.parametrize("key", ["a\x01b", "\x1f", "\x0b", "\x00", "\ufffe", "\uffff"])
def test_keys_that_no_xml_holds(key: str) -> None:
    assert not fits_xml(key)
    with pytest.raises(ElementTree.ParseError):
        ElementTree.fromstring(f"<Key>{key}</Key>")


def test_tags_there_and_back() -> None:
    tags = {"a&b": "<1>", "c": "", "line\n": "\r\t"}
    assert xml.parse_tags(xml.tags_request(tags)) == tags
    assert xml.parse_tags(b"<Tagging><TagSet/></Tagging>") == {}


def test_parts_are_numbered_in_order() -> None:
    root = ElementTree.fromstring(xml.complete_request(['"a"', "b&"]))
    assert ["".join(part.itertext()) for part in root] == ['1"a"', "2b&"]
