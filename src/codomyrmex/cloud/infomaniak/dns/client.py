"""Zones, record sets and what else Designate has.

https://docs.openstack.org/api-ref/dns/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from codomyrmex.cloud.common.dns import DNSClient, RecordSet, Zone, ZoneSettings
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.dns.conversion import body_of, record_set_of, zone_of
from codomyrmex.cloud.infomaniak.dns.pointers import PointerRecords
from codomyrmex.cloud.infomaniak.dns.transfers import ZoneTransfers
from codomyrmex.cloud.infomaniak.tags import mark_of, with_mark


class InfomaniakDNSClient(PointerRecords, ZoneTransfers, DNSClient):
    """DNS of Infomaniak's public cloud, and of every OpenStack that has Designate."""

    def _list_zones(self) -> Iterator[Zone]:
        return map(zone_of, self._items("/zones", "zones"))

    def _find_zones(self, name: str) -> Iterator[Zone]:
        return map(zone_of, self._items("/zones", "zones", name=name))

    def _get_zone(self, zone_id: str) -> Zone:
        found = self._send("GET", f"/zones/{zone_id}")
        servers = self._send("GET", f"/zones/{zone_id}/nameservers")["nameservers"]
        return zone_of(found, tuple(one["hostname"] for one in servers))

    def _create_zone(self, name: str, settings: ZoneSettings) -> Zone:
        description = with_mark(settings.description or "", settings.tags) or None
        settings = replace(settings, description=description)
        body = {"name": name, "email": f"hostmaster@{name.rstrip('.')}", **_given(settings)}
        return zone_of(self._send("POST", "/zones", body))

    def _update_zone(self, zone_id: str, settings: ZoneSettings) -> Zone:
        if settings.description is not None:
            mark = mark_of(self._send("GET", f"/zones/{zone_id}")["description"] or "")
            settings = replace(settings, description=with_mark(settings.description, mark))
        return zone_of(self._send("PATCH", f"/zones/{zone_id}", _given(settings)))

    def _delete_zone(self, zone_id: str) -> None:
        self._send("DELETE", f"/zones/{zone_id}")

    def _list_record_sets(self, zone: Zone, name: str | None, type: str | None) -> Iterator[RecordSet]:
        query = {key: value for key, value in (("name", name), ("type", type)) if value is not None}
        return map(record_set_of, self._items(f"/zones/{zone.id}/recordsets", "recordsets", **query))

    def _create_record_set(self, zone: Zone, wanted: RecordSet) -> RecordSet:
        body = {"name": wanted.name, "type": wanted.type, **body_of(wanted)}
        return record_set_of(self._send("POST", f"/zones/{zone.id}/recordsets", body))

    def _update_record_set(self, zone: Zone, found: RecordSet, wanted: RecordSet) -> RecordSet:
        path = f"/zones/{zone.id}/recordsets/{found.details['id']}"
        return record_set_of(self._send("PUT", path, body_of(wanted)))

    def _delete_record_set(self, zone: Zone, found: RecordSet) -> None:
        self._send("DELETE", f"/zones/{zone.id}/recordsets/{found.details['id']}")

    @operation("get_limits")
    def get_limits(self) -> Mapping[str, int]:
        """How many the project can have, by Designate's names: ``max_zones``, ``max_zone_recordsets``, ..."""
        return dict(self._send("GET", "/limits"))


def _given(settings: ZoneSettings) -> dict[str, Any]:
    values = {"email": settings.email, "ttl": settings.ttl, "description": settings.description}
    return {name: value for name, value in values.items() if value is not None}
