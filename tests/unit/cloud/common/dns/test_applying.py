"""Changes that fail in the middle, over zones in memory that refuse some names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from codomyrmex.cloud import (
    CloudProvider,
    DNSClient,
    DNSState,
    PermissionDeniedError,
    RecordSet,
    ServiceUnavailableError,
    Zone,
    ZoneSettings,
)

FILE = "a 60 A 192.0.2.1\nb 60 A 192.0.2.2\nc 60 A 192.0.2.3\n"


class Names(DNSClient):
    """Zones in memory.

    Attributes:
        refused: names that cannot be made.
        lost: names that are made without an answer.
        stuck: whether zones cannot be deleted.
    """

    provider = CloudProvider.MEMORY

    def __init__(self) -> None:
        self.zones: dict[str, Zone] = {}
        self.sets: dict[tuple[str, str], RecordSet] = {}
        self.refused: set[str] = set()
        self.lost: set[str] = set()
        self.stuck = False

    def _list_zones(self) -> Iterator[Zone]:
        return iter(self.zones.values())

    def _find_zones(self, name: str) -> Iterator[Zone]:
        return (zone for zone in self.zones.values() if zone.name == name)

    def _get_zone(self, zone_id: str) -> Zone:
        return self.zones[zone_id]

    def _create_zone(self, name: str, settings: ZoneSettings) -> Zone:
        return self.zones.setdefault(name, Zone(name, name, DNSState.ACTIVE, self.provider, ttl=settings.ttl))

    def _update_zone(self, zone_id: str, settings: ZoneSettings) -> Zone:
        raise NotImplementedError

    def _delete_zone(self, zone_id: str) -> None:
        if self.stuck:
            raise PermissionDeniedError("It stays.")
        del self.zones[zone_id]

    def _list_record_sets(self, zone: Zone, name: str | None, type: str | None) -> Iterator[RecordSet]:
        found = [one for one in self.sets.values() if one.zone == zone.name]
        return (one for one in found if name in (None, one.name) and type in (None, one.type))

    def _create_record_set(self, zone: Zone, wanted: RecordSet) -> RecordSet:
        label = wanted.name.partition(".")[0]
        if label in self.refused:
            raise PermissionDeniedError("No more.")
        self.sets[wanted.key] = replace(wanted, state=DNSState.ACTIVE)
        if label in self.lost:
            raise ServiceUnavailableError("No answer.")
        return self.sets[wanted.key]

    def _update_record_set(self, zone: Zone, found: RecordSet, wanted: RecordSet) -> RecordSet:
        self.sets[wanted.key] = replace(wanted, state=DNSState.ACTIVE)
        return self.sets[wanted.key]

    def _delete_record_set(self, zone: Zone, found: RecordSet) -> RecordSet:
        return self.sets.pop(found.key)

    def _state_after(self, zone: Zone, changed: Sequence[RecordSet]) -> Callable[[], DNSState]:
        return lambda: DNSState.ACTIVE


@pytest.fixture
def names() -> Names:
    """Zones in memory."""
    return Names()


@pytest.fixture
def zone(names: Names) -> Zone:
    """A zone with the records `a`, `b` and `c`."""
    return names.import_zone(FILE, name="example.org")


@pytest.mark.parametrize("how", ["refused", "lost"])
def test_what_was_done_is_undone(names: Names, zone: Zone, how: str) -> None:
    before = dict(names.sets)
    plan = names.plan_changes(zone, "a 60 A 192.0.2.9\nc 60 CNAME a\nd 60 A 192.0.2.4\nlast 60 A 192.0.2.5\n")
    getattr(names, how).add("last")
    with pytest.raises((PermissionDeniedError, ServiceUnavailableError)) as raised:
        names.apply_changes(plan)
    assert names.sets == before
    assert "Not put back" not in raised.value.message


def test_what_could_not_be_undone_is_said(names: Names, zone: Zone) -> None:
    plan = names.plan_changes(zone, "c 60 A 192.0.2.3\nd 60 A 192.0.2.4\ne 60 A 192.0.2.5\n")
    names.lost.add("e")
    names.refused.add("b")
    with pytest.raises(ServiceUnavailableError) as raised:
        names.apply_changes(plan)
    assert raised.value.message == "No answer. Not put back: b.example.org. A (No more)."
    assert {key[0][0] for key in names.sets} == {"a", "c"}


def test_a_zone_that_could_not_be_made_is_gone_or_named(names: Names) -> None:
    names.refused.add("c")
    with pytest.raises(PermissionDeniedError):
        names.import_zone(FILE, name="example.org")
    assert (names.zones, names.sets) == ({}, {})
    names.stuck = True
    with pytest.raises(PermissionDeniedError, match=r"No more\. The zone example\.org\. is left.*It stays"):
        names.import_zone(FILE, name="example.org")
