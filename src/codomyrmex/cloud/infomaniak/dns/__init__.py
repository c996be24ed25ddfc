"""DNS of Infomaniak's public cloud: Designate."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.dns.client import InfomaniakDNSClient
from codomyrmex.cloud.infomaniak.dns.conversion import PointerRecord, ZoneTransfer

__all__ = ["InfomaniakDNSClient", "PointerRecord", "ZoneTransfer"]
