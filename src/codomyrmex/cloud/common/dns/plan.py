"""Planned changes of a zone: what they are, and how people read them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from codomyrmex.cloud.common.dns.records import check_cnames, check_record_set, comparable
from codomyrmex.cloud.common.dns.values import RecordSet, Zone
from codomyrmex.cloud.common.dns.zonefile import order
from codomyrmex.cloud.common.errors import InvalidRequestError


@dataclass(frozen=True, slots=True)
class ZoneChange:
    """One record set before and after.

    Attributes:
        before: how it is; ``None`` where it is to be made.
        after: how it is to be; ``None`` where it is to be deleted.
    """

    before: RecordSet | None
    after: RecordSet | None

    @property
    def record_set(self) -> RecordSet:
        """What it is about: how it is to be, or how it is where it is to be deleted."""
        found = self.after or self.before
        if found is None:
            raise AssertionError("a change has a record set before or after it")
        return found


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """Changes that make a zone what was asked for. It holds for the zone as it was when they were planned.

    Attributes:
        zone: the zone.
        changes: deletes, updates and creates, in the order in which they are applied.
        basis: the record sets that the zone had.
    """

    zone: Zone
    changes: tuple[ZoneChange, ...]
    basis: tuple[RecordSet, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        return bool(self.changes)

    @property
    def creates(self) -> tuple[RecordSet, ...]:
        """What is to be made."""
        return tuple(one.after for one in self.changes if one.before is None and one.after is not None)

    @property
    def updates(self) -> tuple[ZoneChange, ...]:
        """What is to be changed."""
        return tuple(one for one in self.changes if one.before is not None and one.after is not None)

    @property
    def deletes(self) -> tuple[RecordSet, ...]:
        """What is to be deleted."""
        return tuple(one.before for one in self.changes if one.before is not None and one.after is None)

    def diff(self) -> str:
        """The changes as lines: ``-`` what goes, ``+`` what comes, a space what stays beside them."""
        if not self.changes:
            return ""
        lines = [f"--- {self.zone.name} now", f"+++ {self.zone.name} planned"]
        for change in sorted(self.changes, key=lambda one: order(one.record_set)):
            lines += _lines_of(change, self.zone)
        return "\n".join(lines) + "\n"


def plan_between(zone: Zone, basis: Iterable[RecordSet], wanted: Iterable[RecordSet]) -> ChangePlan:
    """What makes one set of record sets the other. The SOA record and the zone's name servers stay.

    Args:
        zone: the zone.
        basis: what it has.
        wanted: all that it is to have, with names and data in the form that they have here.

    Raises:
        InvalidRequestError: no name server could serve it, or it has a name and type twice.
    """
    before = {one.key: one for one in basis}
    after: dict[tuple[str, str], RecordSet] = {}
    for one in wanted:
        if one.is_the_zones_own:
            continue
        check_record_set(one)
        if one.key in after:
            raise InvalidRequestError(f"{one.name} {one.type} is there twice.")
        after[one.key] = one
    check_cnames(after.values())
    deletes = [
        ZoneChange(one, None) for key, one in before.items() if key not in after and not one.is_the_zones_own
    ]
    updates = [
        ZoneChange(before[key], one)
        for key, one in after.items()
        if key in before and not is_same(before[key], one, zone)
    ]
    creates = [ZoneChange(None, one) for key, one in after.items() if key not in before]
    # Deletes first: a CNAME record has to go before its name can have others.
    return ChangePlan(zone, (*deletes, *updates, *creates), tuple(before.values()))


def is_same(one: RecordSet, other: RecordSet, zone: Zone) -> bool:
    """Whether two record sets of a name and type say the same; the order of records is of no meaning."""
    return _ttl(one, zone) == _ttl(other, zone) and _contents(one) == _contents(other)


def _contents(one: RecordSet) -> set[Hashable]:
    return {comparable(one.type, data) for data in one.records}


def _ttl(one: RecordSet, zone: Zone) -> int | None:
    return zone.ttl if one.ttl is None else one.ttl


def _lines_of(change: ZoneChange, zone: Zone) -> Iterator[str]:
    old, new = (
        [] if one is None else [_line(one, data, zone) for data in one.records]
        for one in (change.before, change.after)
    )
    yield from (f" {line}" for line in old if line in new)
    yield from (f"-{line}" for line in old if line not in new)
    yield from (f"+{line}" for line in new if line not in old)


def _line(one: RecordSet, data: str, zone: Zone) -> str:
    ttl = _ttl(one, zone)
    return " ".join((one.name, *([] if ttl is None else [str(ttl)]), "IN", one.type, data))
