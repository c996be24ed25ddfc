"""Designate's JSON and the values of the contract.

https://docs.openstack.org/api-ref/dns/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from codomyrmex.cloud.common.dns import DNSState, RecordSet, RecordType, Zone
from codomyrmex.cloud.common.dns.records import TEXT_TYPES, stored_data, text_strings
from codomyrmex.cloud.common.dns.text import STRING_BYTES, cut, escaped, quoted
from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.infomaniak.answers import moment
from codomyrmex.cloud.infomaniak.tags import mark_of

_STATES = {
    "ACTIVE": DNSState.ACTIVE,
    "PENDING": DNSState.PENDING,
    "DELETED": DNSState.DELETED,
    "ERROR": DNSState.ERROR,
}
# What Designate has classes for (designate/objects/rrdata_*.py).
_TYPES = frozenset(RecordType) - {RecordType.DS, RecordType.TLSA}
_LONGEST_STRING = 253
"""Characters of a string, as escaped: Designate counts the quotation marks into the 255."""


@dataclass(frozen=True, slots=True)
class ZoneTransfer:
    """An offer to hand a zone over to another project.

    Attributes:
        id: Designate's id of it, which the other project has to know.
        zone_id: the zone's id.
        zone_name: the zone's name.
        key: what the other project has to know besides; ``None`` where the caller may not see it.
        target_project_id: the only project that may accept it; ``None`` for every one that has the key.
        state: ``ACTIVE`` until it is accepted, then ``COMPLETE``.
        description: for people.
        created_at: when it was made, with a time zone.
    """

    id: str
    zone_id: str
    zone_name: str | None
    key: str | None = field(default=None, repr=False)
    target_project_id: str | None = None
    state: str | None = None
    description: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PointerRecord:
    """The name of a floating IP address.

    Attributes:
        floating_ip_id: Neutron's id of the address.
        address: the address.
        name: the name that its PTR record has; ``None`` where it has none.
        ttl: seconds for which an answer is kept; ``None`` for the zone's.
        state: whether the name servers answer so.
        region: where the address is.
        description: for people.
    """

    floating_ip_id: str
    address: str
    name: str | None
    ttl: int | None
    state: DNSState
    region: str
    description: str | None = None


def zone_of(found: Mapping[str, Any], name_servers: tuple[str, ...] = ()) -> Zone:
    """The zone that an answer describes."""
    return Zone(
        id=found["id"],
        name=found["name"],
        state=_state(found),
        provider=CloudProvider.INFOMANIAK,
        email=found["email"],
        ttl=found["ttl"],
        serial=found["serial"],
        name_servers=name_servers,
        created_at=moment(found["created_at"]),
        tags=mark_of(found["description"] or ""),
        details={name: value for name, value in found.items() if name != "links"},
    )


def record_set_of(found: Mapping[str, Any]) -> RecordSet:
    """The record set that an answer describes."""
    zone, kind = found["zone_name"], found["type"]
    return RecordSet(
        zone=zone,
        name=found["name"],
        type=RecordType(kind) if kind in RecordType.__members__ else kind,
        # Designate has them in an order of its own, a new one each time.
        records=tuple(sorted(_stored(kind, data, zone) for data in found["records"])),
        ttl=found["ttl"],
        state=_state(found),
        details={name: value for name, value in found.items() if name != "links"},
    )


def changed_at(answer: RecordSet) -> int:
    """The second of Unix time, by Designate's clock, in which a record set was last changed."""
    changed = moment(answer.details.get("updated_at") or answer.details["created_at"])
    return 0 if changed is None else int(changed.timestamp())


def serial_of(soa: RecordSet) -> int:
    """The serial number in a SOA record (RFC 1035, 3.3.13)."""
    return int(soa.records[0].split()[2])


def transfer_of(found: Mapping[str, Any]) -> ZoneTransfer:
    """The transfer request that an answer describes, of which others than its owner see a part."""
    return ZoneTransfer(
        id=found["id"],
        zone_id=found["zone_id"],
        zone_name=found.get("zone_name"),
        key=found.get("key"),
        target_project_id=found.get("target_project_id"),
        state=found.get("status"),
        description=found.get("description"),
        created_at=moment(found.get("created_at")),
    )


def pointer_of(found: Mapping[str, Any]) -> PointerRecord:
    """The PTR record that an answer describes."""
    region, _, floating_ip_id = found["id"].partition(":")
    return PointerRecord(
        floating_ip_id=floating_ip_id,
        address=found["address"],
        name=found["ptrdname"],
        ttl=found["ttl"],
        state=_state(found),
        region=region,
        description=found["description"],
    )


def body_of(wanted: RecordSet) -> dict[str, Any]:
    """What a record set is to have, as Designate takes it.

    Raises:
        NotSupportedError: Designate has no such records, or cannot hold the data of one.
    """
    if wanted.type not in _TYPES:
        raise NotSupportedError(f"Designate has no {wanted.type} records.")
    return {"records": [_data(wanted.type, data) for data in wanted.records], "ttl": wanted.ttl}


def _data(kind: str, data: str) -> str:
    if kind in TEXT_TYPES:
        return _text(data)
    if kind == RecordType.CAA:
        return _caa(data)
    if kind in (RecordType.HTTPS, RecordType.SVCB):
        # It takes alpn=h2 and no quotation marks.
        return data.replace('"', "")
    return data


def _caa(data: str) -> str:
    # It takes the value without quotation marks; what follows a semicolon never reaches its name servers.
    if ";" in data:
        raise NotSupportedError(f"Designate loses the parameters of the CAA record {data}.")
    return data.replace('"', "")


def _text(data: str) -> str:
    strings = text_strings(data)
    if len(data) <= STRING_BYTES and len(strings) == 1:
        return data
    if len(data) > STRING_BYTES and all(len(escaped(one)) <= _LONGEST_STRING for one in strings):
        return data
    text = b"".join(strings)
    if len(strings) > 1 and len(text) <= STRING_BYTES:
        raise NotSupportedError(
            "Designate takes several strings only in a record of more than 255 characters; "
            f"join those of {data}."
        )
    return " ".join(f'"{piece}"' for piece in _pieces(text))


def _stored(kind: str, data: str, zone: str) -> str:
    portable = stored_data(kind, data, zone)
    if kind not in TEXT_TYPES:
        return portable
    strings = text_strings(portable)
    text = b"".join(strings)
    # What was cut to be taken here is what it was before it.
    is_cut = len(strings) > 1 and [escaped(one) for one in strings] == _pieces(text)
    return quoted(cut(text)) if is_cut else portable


def _pieces(text: bytes) -> list[str]:
    """A text, escaped, in pieces that Designate takes; who reads it puts them together."""
    pieces = [""]
    for byte in text:
        character = escaped(bytes([byte]))
        if len(pieces[-1]) + len(character) > _LONGEST_STRING:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _state(found: Mapping[str, Any]) -> DNSState:
    return _STATES.get(found["status"], DNSState.UNKNOWN)
