"""What the operations on Packs share."""

from __future__ import annotations

from typing import Any

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.service import CodaService, given
from codomyrmex.cloud.protocols.rest import path_of


class PackService(CodaService):
    """Where a Pack is in the API, and what more than one of its parts can answer."""

    def _pack_path(self, pack_id: int, *rest: str | int) -> str:
        return path_of("packs", str(pack_id), *map(str, rest))

    def _log_details(self, path: str, details_key: str) -> models.log_details.AnyPackLogDetails:
        kind: Any = models.log_details.AnyPackLogDetails
        details: models.log_details.AnyPackLogDetails = self._ask(
            kind, "GET", path, query=given(details_key=details_key)
        )
        return details
