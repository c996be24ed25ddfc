"""What something would cost, by what the like of it did cost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

# Of typing_extensions until Python 3.12: pydantic asks for it.
from typing_extensions import TypedDict

from codomyrmex.cloud.mcp_tools.arguments import OPENSTACK, OnProfile
from codomyrmex.cloud.mcp_tools.connecting import cloud_of
from codomyrmex.cloud.mcp_tools.usage import amount
from codomyrmex.model_context_protocol import Phase, mcp_tool

if TYPE_CHECKING:
    from codomyrmex.cloud.common.metering import UsageItem

_HOUR = timedelta(hours=1)


class Estimate(TypedDict):
    """What something would cost.

    Attributes:
        amount: the cost.
        currency: the unit of the amounts.
        price: of one unit for one hour.
        unit: what one unit is.
        basis: what the price was found from.
    """

    amount: str
    currency: str
    price: str
    unit: str
    basis: str


@mcp_tool(phases=(Phase.EXECUTE, Phase.LEARN), environment=OPENSTACK, extra="infomaniak")
def estimate_cost(
    service: Annotated[
        str,
        Field(min_length=1, max_length=255, description="What is rated, as cost_summary has it: instance."),
    ],
    quantity: Annotated[float, Field(gt=0, le=1e9, description="How many units: machines, GiB.")] = 1.0,
    hours: Annotated[float, Field(gt=0, le=87600, description="For how long; a month has 730.")] = 730.0,
    flavor: Annotated[str | None, Field(max_length=255, description="Only by machines of this size.")] = None,
    profile: OnProfile = "infomaniak",
) -> Estimate:
    """Estimate what something would cost, by what one unit of it did cost on this account last month.

    Clouds of OpenStack publish no prices that a program could read. What the account has never had cannot be
    estimated.
    """
    now = datetime.now(UTC)
    until = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    since = (until - timedelta(days=1)).replace(day=1)
    items = cloud_of(profile).metering.list_costs(since, until, service=service)
    return estimate(items, service, quantity, hours, flavor)


def estimate(
    items: Iterable[UsageItem], service: str, quantity: float, hours: float, flavor: str | None
) -> Estimate:
    """What a quantity would cost by what was rated.

    Raises:
        NotSupportedError: nothing of the kind was rated.
    """
    from codomyrmex.cloud.common.errors import NotSupportedError

    cost, unit_hours = Decimal(0), Decimal(0)
    count, unit, currency = 0, "", ""
    for item in items:
        if item.cost is None or (flavor is not None and flavor not in _flavors(item)):
            continue
        cost += item.cost
        unit_hours += Decimal(str(item.quantity)) * Decimal((item.end - item.start) / _HOUR)
        count, unit, currency = count + 1, item.unit, item.currency or ""
    if not unit_hours:
        of = f"{service} of the size {flavor}" if flavor is not None else service
        raise NotSupportedError(f"There is no price of {of}: last month nothing of it was rated.")
    price = cost / unit_hours
    return {
        "amount": amount(price * Decimal(str(quantity)) * Decimal(str(hours))),
        "currency": currency,
        "price": f"{price:.9f}",
        "unit": unit or service,
        "basis": f"last month's {count} records: {amount(cost)} for {unit_hours:.2f} hours of a unit",
    }


def _flavors(item: UsageItem) -> tuple[object, ...]:
    return tuple(item.details.get(name) for name in ("flavor_name", "flavor_id", "flavor"))
