"""Zone files and the changes that one plans."""

from __future__ import annotations

import pytest

from codomyrmex.cloud import DNSState, InvalidRequestError, RecordSet, Zone
from codomyrmex.cloud.common.dns import read_zone_file, write_zone_file
from codomyrmex.cloud.common.dns.plan import plan_between

ZONE = Zone("1", "example.org.", DNSState.ACTIVE, "infomaniak", ttl=3600)
FILE = """\
$ORIGIN example.org.
$TTL 1h
@       IN SOA ns1.example.net. host\\.master.example.org. (
            7 3600 600 86400 ; serial, refresh, retry, expire
            300 )
        IN NS  ns1.example.net.
        IN MX  10 mail
www 300 IN A   192.0.2.2
        IN A   192.0.2.1
_sip._tcp IN SRV 0 5 5060 sip.example.net.
txt     IN TXT "a; b" "c\\"d"
$ORIGIN dev.example.org.
*       IN CNAME www.example.org.
$GENERATE 1-2 host$ A 192.0.2.1$
"""


def sets(text: str) -> dict[tuple[str, str], RecordSet]:
    """The record sets of a file by name and type."""
    return {one.key: one for one in read_zone_file(text, zone="example.org.", ttl=60).record_sets}


def test_a_zone_file_is_read() -> None:
    file = read_zone_file(FILE)
    found = {(one.name.removesuffix("example.org."), one.type): one for one in file.record_sets}
    assert (file.name, file.email, file.ttl) == ("example.org.", "host.master@example.org", 3600)
    assert found["", "MX"].records == ("10 mail.example.org.",)
    assert set(found["www.", "A"].records) == {"192.0.2.1", "192.0.2.2"}
    assert (found["www.", "A"].ttl, found["", "MX"].ttl) == (300, 3600)
    assert found["txt.", "TXT"].records == (r'"a; b" "c\"d"',)
    assert found["*.dev.", "CNAME"].records == ("www.example.org.",)
    assert found["host2.dev.", "A"].records == ("192.0.2.12",)


def test_what_is_written_is_read_again() -> None:
    before = read_zone_file(FILE).record_sets
    text = write_zone_file(ZONE, before)
    assert {one.key: set(one.records) for one in read_zone_file(text).record_sets} == {
        one.key: set(one.records) for one in before
    }
    assert text.splitlines()[2].startswith("@ 3600 IN SOA ")
    assert not plan_between(ZONE, before, read_zone_file(text).record_sets)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("www IN A 192.0.2.300\n", "line 2: Text"),
        ("www IN\n", "line 2"),
        ("www IN A 192.0.2.1 extra\n", "line 2: expected EOL"),
        ("www.example.com. IN A 192.0.2.1\n", "not in the zone"),
        ("www IN LOC 42 21 54 N 71 06 18 W -24m 30m\n", "'LOC' is no type"),
        ("www IN CNAME a\nwww IN A 192.0.2.1\n", "CNAME"),
        ("a$b IN A 192.0.2.1\n", "letters, digits"),
        ("$INCLUDE /etc/passwd\n", "INCLUDE"),
        ("$TTL x\n", "line 2: DNS TTL"),
    ],
)
def test_what_is_no_zone_file(text: str, reason: str) -> None:
    with pytest.raises(InvalidRequestError, match=reason):
        read_zone_file(text, zone="example.org.", ttl=60)


def test_a_file_that_does_not_say_whose_it_is() -> None:
    with pytest.raises(InvalidRequestError, match="give the name of its zone"):
        read_zone_file("www 60 IN A 192.0.2.1\n")
    with pytest.raises(InvalidRequestError, match="TTL"):
        read_zone_file("www IN A 192.0.2.1\n", zone="example.org.")


def test_a_plan_is_read_as_a_diff() -> None:
    before = sets(
        "gone IN A 192.0.2.9\nwww IN A 192.0.2.1\nwww IN A 192.0.2.2\nsame IN A 192.0.2.3\n@ IN NS a.b.\n"
    )
    after = sets(
        "www IN A 192.0.2.1\nwww IN A 192.0.2.4\nsame IN A 192.0.2.3\nnew 5 IN TXT hi\n@ IN NS c.d.\n"
    )
    plan = plan_between(ZONE, before.values(), after.values())
    assert plan.diff() == (
        "--- example.org. now\n"
        "+++ example.org. planned\n"
        "-gone.example.org. 60 IN A 192.0.2.9\n"
        '+new.example.org. 5 IN TXT "hi"\n'
        " www.example.org. 60 IN A 192.0.2.1\n"
        "-www.example.org. 60 IN A 192.0.2.2\n"
        "+www.example.org. 60 IN A 192.0.2.4\n"
    )
    assert [one.name for one in plan.deletes] == ["gone.example.org."]
    assert [one.name for one in plan.creates] == ["new.example.org."]
    assert [one.record_set.name for one in plan.updates] == ["www.example.org."]


def test_a_zone_that_is_as_wanted_needs_nothing() -> None:
    before = RecordSet("example.org.", "www.example.org.", "A", ("192.0.2.1", "192.0.2.2"))
    after = RecordSet("example.org.", "www.example.org.", "A", ("192.0.2.2", "192.0.2.1"), ttl=3600)
    plan = plan_between(ZONE, [before], [after])
    assert not plan
    assert plan.diff() == ""


def test_a_name_and_type_is_wanted_once() -> None:
    one = RecordSet("example.org.", "www.example.org.", "A", ("192.0.2.1",))
    with pytest.raises(InvalidRequestError, match="there twice"):
        plan_between(ZONE, [], [one, one])
