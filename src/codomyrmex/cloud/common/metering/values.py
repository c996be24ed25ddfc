"""What is said about usage and costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class UsageItem:
    """What one resource used of one thing in a period.

    Attributes:
        service: whose resource it is: ``compute``, ``object_storage``.
        resource_type: what was used, by the provider's word for it: ``vcpus``.
        resource_id: the id of the resource; ``None`` for several together.
        name: its name; its id where it has none.
        quantity: how much.
        unit: of what: ``GiB h`` for one GiB during an hour.
        start: where the period begins.
        end: where it ends.
        cost: what it costs, where the provider says so.
        currency: the unit of the cost.
        tags: the user's own labels.
        details: what else the provider says about it.
    """

    service: str
    resource_type: str
    resource_id: str | None
    name: str
    quantity: float
    unit: str
    start: datetime
    end: datetime
    cost: Decimal | None = None
    currency: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class UsageProblem:
    """A service whose usage is not known.

    Attributes:
        service: its name.
        error: the name of the kind of error.
        message: why.
    """

    service: str
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class UsageSummary:
    """What was used of every service.

    Attributes:
        start: where the period begins.
        end: where it ends.
        items: what was used.
        problems: the services of which that is not known.
    """

    start: datetime
    end: datetime
    items: tuple[UsageItem, ...]
    problems: tuple[UsageProblem, ...]


@dataclass(frozen=True, slots=True)
class CostLine:
    """What one service, resource or day costs.

    Attributes:
        key: the service, the id of the resource, or the day as ISO 8601 has it.
        amount: the cost, in the currency of the summary.
    """

    key: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CostSummary:
    """What a period costs.

    Attributes:
        start: where the period begins.
        end: where it ends.
        by: what the lines are about: ``service``, ``resource`` or ``day``.
        currency: the unit of all amounts.
        lines: the dearest first; days in their order.
    """

    start: datetime
    end: datetime
    by: str
    currency: str
    lines: tuple[CostLine, ...]

    @property
    def total(self) -> Decimal:
        """The sum of all lines."""
        return sum((line.amount for line in self.lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class CostForecast:
    """What a month will cost if it goes on as it began.

    Attributes:
        amount: the whole month's cost.
        currency: the unit of the amounts.
        spent: the cost so far.
        since: where the month begins.
        until: where it ends.
        basis: how the amount was found.
    """

    amount: Decimal
    currency: str
    spent: Decimal
    since: datetime
    until: datetime
    basis: str
