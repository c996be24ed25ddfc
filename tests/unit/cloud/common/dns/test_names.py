"""Names of zones and records: every way to write one has the same form, and what is none is refused."""

from __future__ import annotations

import pytest

from codomyrmex.cloud import InvalidRequestError
from codomyrmex.cloud.common.dns.names import record_name, relative_name, zone_name

ZONE = "example.org."


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("example.org", "example.org."),
        ("Example.ORG.", "example.org."),
        ("bücher.example", "xn--bcher-kva.example."),
        ("straße.de", "xn--strae-oqa.de."),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah."),
        ("0/25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa."),
    ],
)
def test_the_name_of_a_zone(written: str, name: str) -> None:
    assert zone_name(written) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("@", "example.org."),
        ("", "example.org."),
        ("example.org.", "example.org."),
        ("www", "www.example.org."),
        ("WWW.Example.Org.", "www.example.org."),
        ("a.b", "a.b.example.org."),
        ("*", "*.example.org."),
        ("*.dev", "*.dev.example.org."),
        ("_sip._tcp", "_sip._tcp.example.org."),
        ("bücher", "xn--bcher-kva.example.org."),
    ],
)
def test_the_name_of_a_record(written: str, name: str) -> None:
    assert record_name(written, ZONE) == name
    assert record_name(name, ZONE) == name
    assert record_name(relative_name(name, ZONE), ZONE) == name


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("www.example.com.", "not in the zone"),
        ("notexample.org.", "not in the zone"),
        ("www.example.org", "end the first with a dot"),
        ("a b", "letters, digits"),
        ("-a", "letters, digits"),
        ("a.*.b", "letters, digits"),
        ("a..b", "empty"),
        ("x" * 64, "more than 63"),
        (".".join(["x" * 60] * 5), "more than 255"),
        ("a_ü", "not allowed"),
        (7, "is text"),
    ],
)
def test_what_is_no_name_of_a_record(written: str, reason: str) -> None:
    with pytest.raises(InvalidRequestError, match=reason):
        record_name(written, ZONE)


@pytest.mark.parametrize("written", [".", "", "*.example.org", "a..b", "exa mple.org", "\ud800.org"])
def test_what_is_no_name_of_a_zone(written: str) -> None:
    with pytest.raises(InvalidRequestError):
        zone_name(written)
