"""Usage and costs of Infomaniak's public cloud."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.metering.client import InfomaniakMeteringClient
from codomyrmex.cloud.infomaniak.metering.gnocchi import Measure, MeteredResource

__all__ = ["InfomaniakMeteringClient", "Measure", "MeteredResource"]
