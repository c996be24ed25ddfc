"""DNS, the same on every cloud: zones, record sets, zone files and planned changes."""

from __future__ import annotations

from codomyrmex.cloud.common.dns.client import DNSClient
from codomyrmex.cloud.common.dns.plan import ChangePlan, ZoneChange
from codomyrmex.cloud.common.dns.values import DNSState, RecordSet, RecordType, Zone
from codomyrmex.cloud.common.dns.zonefile import ZoneFile, read_zone_file, write_zone_file
from codomyrmex.cloud.common.dns.zones import ZoneSettings

__all__ = [
    "ChangePlan",
    "DNSClient",
    "DNSState",
    "RecordSet",
    "RecordType",
    "Zone",
    "ZoneChange",
    "ZoneFile",
    "ZoneSettings",
    "read_zone_file",
    "write_zone_file",
]
