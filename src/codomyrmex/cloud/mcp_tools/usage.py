"""Tools that tell what was used and what it costs."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import Field

# Of typing_extensions until Python 3.12: pydantic asks for it.
from typing_extensions import TypedDict

from codomyrmex.cloud.mcp_tools.arguments import OPENSTACK, Day, OnProfile
from codomyrmex.cloud.mcp_tools.connecting import cloud_of
from codomyrmex.model_context_protocol import Phase, mcp_tool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from codomyrmex.cloud.common.metering import UsageItem

_LOOKING = (Phase.VERIFY, Phase.LEARN)
_MOST_LINES = 500

Currency: TypeAlias = Annotated[
    str | None, Field(max_length=8, description="CHF, EUR; the provider's own unit if not given.")
]


class UsageLine(TypedDict):
    """What all resources of a kind used together."""

    service: str
    resource_type: str
    quantity: float
    unit: str
    resources: int


class Problem(TypedDict):
    """A service whose usage is not known, and why."""

    service: str
    message: str


class UsageAnswer(TypedDict):
    """What was used in a period."""

    start: str
    end: str
    lines: list[UsageLine]
    problems: list[Problem]


class CostAmount(TypedDict):
    """What one service, resource or day costs."""

    key: str
    amount: str


class CostAnswer(TypedDict):
    """What a period costs; ``omitted`` counts the lines that an answer does not hold, which are the cheapest
    or, of days, the last. The total has them.
    """

    start: str
    end: str
    by: str
    currency: str
    total: str
    lines: list[CostAmount]
    omitted: int


@mcp_tool(phases=_LOOKING, environment=OPENSTACK, extra="infomaniak")
def usage_summary(profile: OnProfile = "infomaniak", start: Day = None, end: Day = None) -> UsageAnswer:
    """Tell what was used of every service in a period; of the current month if no days are given."""
    found = cloud_of(profile).metering.get_all_usage(day(start), day(end))
    return {
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
        "lines": _lines(found.items),
        "problems": [{"service": one.service, "message": one.message[:1000]} for one in found.problems],
    }


@mcp_tool(phases=_LOOKING, environment=OPENSTACK, extra="infomaniak")
def cost_summary(
    profile: OnProfile = "infomaniak",
    start: Day = None,
    end: Day = None,
    by: Annotated[
        Literal["service", "resource", "day"], Field(description="What lines are about.")
    ] = "service",
    currency: Currency = None,
) -> CostAnswer:
    """Tell what a period costs by service, resource or day; the current month if no days are given."""
    found = cloud_of(profile).metering.get_costs(day(start), day(end), by=by, currency=currency)
    return {
        "start": found.start.isoformat(),
        "end": found.end.isoformat(),
        "by": found.by,
        "currency": found.currency,
        "total": amount(found.total),
        "lines": [{"key": one.key, "amount": amount(one.amount)} for one in found.lines[:_MOST_LINES]],
        "omitted": max(0, len(found.lines) - _MOST_LINES),
    }


def day(text: str | None) -> datetime | None:
    """Where a day begins.

    Raises:
        InvalidRequestError: it is no day.
    """
    from codomyrmex.cloud.common.errors import InvalidRequestError

    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise InvalidRequestError("A day is as 2026-03-01.") from None


def amount(value: Decimal) -> str:
    """An amount as text, without an exponent."""
    return f"{value:.6f}"


def _lines(items: Iterable[UsageItem]) -> list[UsageLine]:
    quantities: defaultdict[tuple[str, str, str], float] = defaultdict(float)
    resources: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for item in items:
        kind = (item.service, item.resource_type, item.unit)
        quantities[kind] += item.quantity
        resources[kind].add(item.resource_id or item.name)
    return [
        {
            "service": kind[0],
            "resource_type": kind[1],
            "quantity": quantity,
            "unit": kind[2],
            "resources": len(resources[kind]),
        }
        for kind, quantity in quantities.items()
    ]
