"""What the contract suite needs of a provider of usage and costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from codomyrmex.cloud.common.metering import MeteringClient


@dataclass(frozen=True)
class MeteringPlace:
    """One account.

    Attributes:
        client: the client under test.
        rates: makes the account owe an amount, in the unit of the client's costs, for a resource of a service
            (their names) in the hour that begins then.
        service: a service whose usage ``uses`` makes.
        uses: makes a new resource that is used, and gives its id.
    """

    client: MeteringClient
    rates: Callable[[str, str, datetime, Decimal], None]
    service: str
    uses: Callable[[], str]

    def resource(self) -> str:
        """The id of a new resource."""
        return str(uuid4())
