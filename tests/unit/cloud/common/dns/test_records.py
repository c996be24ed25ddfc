"""The data of records: one form for each, and a sentence about what is none."""

from __future__ import annotations

import random

import pytest

from codomyrmex.cloud import InvalidRequestError, RecordSet
from codomyrmex.cloud.common.dns.records import (
    check_cnames,
    check_record_set,
    comparable,
    record_data,
    record_type,
    text_strings,
)

ZONE = "example.org."


@pytest.mark.parametrize(
    ("type", "written", "data"),
    [
        ("A", "192.0.2.1", "192.0.2.1"),
        ("AAAA", "2001:DB8:0::1", "2001:db8::1"),
        ("CAA", "0 issue ca.example.net", '0 issue "ca.example.net"'),
        ("CAA", '128 issue "ca.example.net; a=b"', '128 issue "ca.example.net; a=b"'),
        ("CNAME", "www", "www.example.org."),
        ("CNAME", "@", "example.org."),
        ("DS", "1 8 2 " + "AB" * 32, "1 8 2 " + "ab" * 32),
        ("HTTPS", "1 . alpn=h2,h3", '1 . alpn="h2,h3"'),
        ("MX", "10  mail", "10 mail.example.org."),
        ("MX", "10 bücher.example.", "10 xn--bcher-kva.example."),
        ("NAPTR", '100 10 S SIP+D2U "" _sip._udp.a.', '100 10 "S" "SIP+D2U" "" _sip._udp.a.'),
        ("NS", "ns1.example.net.", "ns1.example.net."),
        ("PTR", "mail.example.net.", "mail.example.net."),
        ("SRV", "0 5 5060 sip", "0 5 5060 sip.example.org."),
        ("SSHFP", "4 2 " + "AB" * 32, "4 2 " + "ab" * 32),
        ("TLSA", "3 1 1 " + "ab" * 32, "3 1 1 " + "ab" * 32),
        ("TXT", "v=spf1 -all", '"v=spf1 -all"'),
        ("TXT", 'say "hi"; \\o/', r'"say \"hi\"; \\o/"'),
        ("TXT", '"one" "two"', '"one" "two"'),
        ("TXT", "é", r'"\195\169"'),
        ("TXT", "", '""'),
        ("TXT", "x" * 256, f'"{"x" * 255}" "x"'),
    ],
)
def test_data_has_one_form(type: str, written: str, data: str) -> None:
    assert record_data(type, written, ZONE) == data
    assert record_data(type, data, ZONE) == data


@pytest.mark.parametrize(
    ("type", "written", "reason"),
    [
        ("A", "192.0.2", "an IPv4 address"),
        ("A", "2001:db8::1", "an IPv4 address"),
        ("A", "", "an IPv4 address"),
        ("A", "192.0.2.1 192.0.2.2", "an IPv4 address"),
        ("A", "192.0.2.1\n192.0.2.2", "line break"),
        ("A", 1, "is text"),
        ("AAAA", "192.0.2.1", "an IPv6 address"),
        ("CAA", "0 issue ca.example.net; a=b", "begins a comment"),
        ("CAA", '256 issue "ca.example.net"', "256"),
        ("CNAME", "a b", "one name"),
        ("MX", "mail.example.org.", "a preference"),
        ("MX", "65536 mail.example.org.", "65536"),
        ("MX", "10 mail.example.net", "without a final dot"),
        ("SRV", "0 5 sip.example.org.", "a port"),
        ("SSHFP", "1 1 zz", "hexadecimal"),
        ("TXT", '"open', "quotation marks"),
        ("TXT", f'"{"x" * 256}"', "too long"),
    ],
)
def test_what_is_no_data(type: str, written: str, reason: str) -> None:
    with pytest.raises(InvalidRequestError, match=reason):
        record_data(type, written, ZONE)


def test_every_text_comes_back() -> None:
    chance = random.Random(7)
    for length in (*range(40), 254, 255, 256, 510, 511, 2000):
        text = "".join(chance.choice('ab"\\; é\t\x00') for _ in range(length))
        if text.startswith('"'):
            continue
        data = record_data("TXT", text, ZONE)
        assert b"".join(text_strings(data)) == text.encode()
        assert record_data("TXT", data, ZONE) == data
        assert all(len(one) <= 255 for one in text_strings(data))


def test_where_a_long_text_is_cut_does_not_matter() -> None:
    long = f'"{"x" * 255}" "y"', f'"{"x" * 200}" "{"x" * 55}y"'
    assert comparable("TXT", long[0]) == comparable("TXT", long[1])
    assert comparable("TXT", '"a" "b"') != comparable("TXT", '"ab"')


@pytest.mark.parametrize(
    ("name", "type", "records", "ttl", "reason"),
    [
        (ZONE, "SOA", ("x",), None, "the service's own"),
        (ZONE, "NS", ("ns1.example.net.",), None, "the service's own"),
        (ZONE, "CNAME", ("a.",), None, "a zone itself none"),
        ("a." + ZONE, "CNAME", ("a.", "b."), None, "only one CNAME"),
        ("a." + ZONE, "A", (), None, "no data"),
        ("a." + ZONE, "A", ("192.0.2.1", "192.0.2.1"), None, "twice"),
        ("a." + ZONE, "A", ("192.0.2.1",), -1, "a TTL"),
        ("a." + ZONE, "A", ("192.0.2.1",), 2**31, "a TTL"),
        ("a." + ZONE, "A", ("192.0.2.1",), True, "a TTL"),
    ],
)
def test_what_no_server_serves(
    name: str, type: str, records: tuple[str, ...], ttl: int | None, reason: str
) -> None:
    with pytest.raises(InvalidRequestError, match=reason):
        check_record_set(RecordSet(ZONE, name, type, records, ttl))


def test_nothing_stands_beside_a_cname() -> None:
    name = "a." + ZONE
    with pytest.raises(InvalidRequestError, match="beside which there cannot be A"):
        check_cnames([RecordSet(ZONE, name, "CNAME", ("b.",)), RecordSet(ZONE, name, "A", ("192.0.2.1",))])


def test_a_type_is_known_in_any_case() -> None:
    assert record_type("aaaa") == "AAAA"
    with pytest.raises(InvalidRequestError, match="'LOC' is no type"):
        record_type("LOC")
