"""Zone files (RFC 1035, 5): read and written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from codomyrmex.cloud.common.dns.names import record_name, relative_name, zone_name
from codomyrmex.cloud.common.dns.parser import dnspython
from codomyrmex.cloud.common.dns.records import data_text, record_type
from codomyrmex.cloud.common.dns.values import RecordSet, RecordType, Zone
from codomyrmex.cloud.common.errors import InvalidRequestError

_DEFAULT_TTL = 3600


# The tokenizer counts a line break that it only looks at.
_PLACE = "at or before line"
_SOA = re.compile(r"^(\S+\.)\s.*\bSOA\s", re.MULTILINE | re.IGNORECASE)
_ORIGIN = re.compile(r"^\$ORIGIN\s+(\S+)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ZoneFile:
    """What a zone file says.

    Attributes:
        name: the zone's name.
        email: who is responsible, by its SOA record; ``None`` without one.
        ttl: seconds: its ``$TTL``, or that of its SOA record; ``None`` without both.
        record_sets: all of them, also the SOA record and the zone's name servers.
    """

    name: str
    email: str | None
    ttl: int | None
    record_sets: tuple[RecordSet, ...]


def read_zone_file(text: str, *, zone: str | None = None, ttl: int | None = None) -> ZoneFile:
    """What a zone file says.

    ``$ORIGIN``, ``$TTL`` and ``$GENERATE`` are understood; ``$INCLUDE`` is refused.

    Args:
        text: the file.
        zone: the zone's name, to which relative names belong; by default the owner of its SOA record,
            or its first ``$ORIGIN``.
        ttl: seconds for records without any, where the file has no ``$TTL`` either.

    Raises:
        InvalidRequestError: it is no zone file, or has a record outside of the zone or of an unknown type.
    """
    name = _own_name(text) if zone is None else zone
    found, default_ttl = _rrsets(text, name, ttl)
    record_sets = [(str(one.name), dnspython().rdatatype.to_text(one.rdtype), one) for one in found]
    soa = next((one for _owner, kind, one in record_sets if kind == RecordType.SOA), None)
    if default_ttl is None and soa is not None:
        default_ttl = int(soa.ttl)
    return ZoneFile(
        name=name,
        email=None if soa is None else _email(soa[0].rname),
        ttl=default_ttl,
        record_sets=tuple(_record_set(name, owner, kind, one) for owner, kind, one in record_sets),
    )


def write_zone_file(zone: Zone, record_sets: Iterable[RecordSet]) -> str:
    """A zone file, which every name server reads.

    Args:
        zone: the zone.
        record_sets: its record sets, in any order.
    """
    lines = [f"$ORIGIN {zone.name}", f"$TTL {_DEFAULT_TTL if zone.ttl is None else zone.ttl}"]
    for one in sorted(record_sets, key=order):
        ttl = "" if one.ttl is None else f"{one.ttl} "
        owner = relative_name(one.name, zone.name)
        lines += [f"{owner} {ttl}IN {one.type} {data}" for data in one.records]
    return "\n".join(lines) + "\n"


def order(one: RecordSet) -> tuple[Any, ...]:
    """The order of record sets in a file: the SOA record, the zone's name servers, the tree from its root."""
    labels = one.name.split(".")[::-1]
    return (one.type != RecordType.SOA, not one.is_the_zones_own, labels, one.type)


def _own_name(text: str) -> str:
    found = _SOA.search(text) or _ORIGIN.search(text)
    if found is None:
        raise InvalidRequestError("The zone file does not say whose it is; give the name of its zone.")
    return zone_name(found[1])


def _rrsets(text: str, zone: str, ttl: int | None) -> tuple[list[Any], int | None]:
    dns = dnspython()
    manager = dns.zonefile.RRSetsReaderManager(origin=dns.name.from_text(zone))
    tokens = dns.tokenizer.Tokenizer(text, _PLACE, idna_codec=dns.name.IDNA_2008_UTS_46)
    try:
        with manager.writer(True) as transaction:
            reader = dns.zonefile.Reader(tokens, dns.rdataclass.IN, transaction, default_ttl=ttl)
            # What is outside of this it leaves out in silence; here it is found and refused.
            reader.zone_origin = dns.name.root
            reader.read()
    except (dns.exception.DNSException, UnicodeError, ValueError) as refusal:
        said = str(refusal).replace(f"{_PLACE}:", f"{_PLACE} ").rstrip(".")
        raise InvalidRequestError(f"This is no zone file of one zone: {said}.") from None
    return manager.rrsets, reader.default_ttl if reader.default_ttl_known else None


def _record_set(zone: str, owner: str, kind: str, found: Any) -> RecordSet:
    data = tuple(data_text(one, zone) for one in found)
    return RecordSet(zone, record_name(owner, zone), record_type(kind), data, ttl=int(found.ttl))


def _email(mailbox: Any) -> str:
    # The first part of the name is before the at sign, and may have dots (RFC 1035, 8).
    local, *domain = (part.decode("ascii") for part in mailbox.labels)
    return f"{local}@{'.'.join(domain).rstrip('.')}"
