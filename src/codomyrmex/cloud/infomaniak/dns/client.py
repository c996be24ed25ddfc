"""Zones, record sets and what else Designate has.

https://docs.openstack.org/api-ref/dns/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

from codomyrmex.cloud.common.dns import DNSClient, DNSState, RecordSet, Zone, ZoneSettings
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.dns.conversion import body_of, changed_at, record_set_of, serial_of, zone_of
from codomyrmex.cloud.infomaniak.dns.pointers import PointerRecords
from codomyrmex.cloud.infomaniak.dns.transfers import ZoneTransfers
from codomyrmex.cloud.infomaniak.tags import mark_of, with_mark


class InfomaniakDNSClient(PointerRecords, ZoneTransfers, DNSClient):
    """DNS of Infomaniak's public cloud, and of every OpenStack that has Designate.

    Attributes:
        serial_seconds: within which Designate gives a changed zone its next serial, if not told otherwise
            (https://docs.openstack.org/designate/latest/admin/config.html).
    """

    serial_seconds = 5.5

    def _list_zones(self) -> Iterator[Zone]:
        return map(zone_of, self._items("/zones", "zones"))

    def _find_zones(self, name: str) -> Iterator[Zone]:
        return map(zone_of, self._items("/zones", "zones", name=name))

    def _get_zone(self, zone_id: str) -> Zone:
        found = self._ask("GET", "zones", zone_id)
        servers = self._ask("GET", "zones", zone_id, "nameservers")["nameservers"]
        return zone_of(found, tuple(one["hostname"] for one in servers))

    def _create_zone(self, name: str, settings: ZoneSettings) -> Zone:
        description = with_mark(settings.description or "", settings.tags) or None
        settings = replace(settings, description=description)
        body = {"name": name, "email": f"hostmaster@{name.rstrip('.')}", **_given(settings)}
        return zone_of(self._ask("POST", "zones", json=body))

    def _update_zone(self, zone_id: str, settings: ZoneSettings) -> Zone:
        if settings.description is not None:
            mark = mark_of(self._ask("GET", "zones", zone_id)["description"] or "")
            settings = replace(settings, description=with_mark(settings.description, mark))
        return zone_of(self._ask("PATCH", "zones", zone_id, json=_given(settings)))

    def _delete_zone(self, zone_id: str) -> None:
        self._ask("DELETE", "zones", zone_id)

    def _list_record_sets(self, zone: Zone, name: str | None, type: str | None) -> Iterator[RecordSet]:
        query = {key: value for key, value in (("name", name), ("type", type)) if value is not None}
        return map(record_set_of, self._items(f"/zones/{zone.id}/recordsets", "recordsets", **query))

    def _create_record_set(self, zone: Zone, wanted: RecordSet) -> RecordSet:
        body = {"name": wanted.name, "type": wanted.type, **body_of(wanted)}
        return record_set_of(self._ask("POST", "zones", zone.id, "recordsets", json=body))

    def _update_record_set(self, zone: Zone, found: RecordSet, wanted: RecordSet) -> RecordSet:
        path = ("zones", zone.id, "recordsets", found.details["id"])
        return record_set_of(self._ask("PUT", *path, json=body_of(wanted)))

    def _delete_record_set(self, zone: Zone, found: RecordSet) -> RecordSet:
        return record_set_of(self._ask("DELETE", "zones", zone.id, "recordsets", found.details["id"]))

    def _state_after(self, zone: Zone, changed: Sequence[RecordSet]) -> Callable[[], DNSState]:
        # What is deleted has no state any more, and a zone may still be told of an earlier change. The serial
        # is the second of the last change that the name servers were notified of, and the state of the SOA
        # record that of its zone file: https://docs.openstack.org/designate/latest/admin/index.html
        last = max(map(changed_at, changed))
        # A serial of this very second may be of a moment before the last change. Then another follows.
        until = monotonic() + self.serial_seconds

        def look() -> DNSState:
            soa = self._soa(zone)
            serial = serial_of(soa)
            is_notified = serial > last or (serial == last and monotonic() >= until)
            return soa.state if is_notified else DNSState.PENDING

        return look

    def _soa(self, zone: Zone) -> RecordSet:
        return next(self._list_record_sets(zone, zone.name, "SOA"))

    @operation("get_limits")
    def get_limits(self) -> Mapping[str, int]:
        """How many the project can have, by Designate's names: ``max_zones``, ``max_zone_recordsets``, ..."""
        return dict(self._ask("GET", "limits"))


def _given(settings: ZoneSettings) -> dict[str, Any]:
    values = {"email": settings.email, "ttl": settings.ttl, "description": settings.description}
    return {name: value for name, value in values.items() if value is not None}
