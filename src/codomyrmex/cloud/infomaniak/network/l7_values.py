"""What L7 policies are, from Octavia's JSON: https://docs.openstack.org/api-ref/load-balancer/v2/"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from codomyrmex.cloud.common.network.states import LoadBalancerState, OperatingStatus
from codomyrmex.cloud.infomaniak.network.fields import JSON
from codomyrmex.cloud.infomaniak.network.octavia_values import operating_status_of, state_of

E = TypeVar("E", bound=StrEnum)


class L7Action(StrEnum):
    """What happens to a request."""

    REJECT = "reject"
    REDIRECT_TO_POOL = "redirect_to_pool"
    REDIRECT_TO_URL = "redirect_to_url"
    REDIRECT_PREFIX = "redirect_prefix"
    UNKNOWN = "unknown"


class L7Field(StrEnum):
    """What of a request is looked at."""

    HOST_NAME = "host_name"
    PATH = "path"
    FILE_TYPE = "file_type"
    HEADER = "header"
    COOKIE = "cookie"
    UNKNOWN = "unknown"


class L7Comparison(StrEnum):
    """How it is compared."""

    EQUAL_TO = "equal_to"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    CONTAINS = "contains"
    REGEX = "regex"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class L7Rule:
    """A condition of a policy.

    Attributes:
        id: Octavia's id.
        policy_id: the policy it is of.
        field: what of a request is looked at.
        comparison: how it is compared.
        value: what with.
        key: the name of the header or cookie.
        invert: whether it holds where the comparison does not.
        state: where it is in its life.
    """

    id: str
    policy_id: str
    field: L7Field
    comparison: L7Comparison
    value: str
    key: str | None
    invert: bool
    state: LoadBalancerState


@dataclass(frozen=True, slots=True)
class L7Policy:
    """What a listener does with requests for which all rules hold. The first policy whose rules do is taken.

    Attributes:
        id: Octavia's id.
        name: its name; ``""`` where it has none.
        listener_id: the listener it is of.
        action: what happens to a request.
        position: when its turn comes; from 1.
        target: the pool, address or prefix that requests are sent to; ``None`` where they are rejected.
        rule_ids: its rules.
        state: where it is in its life.
        operating_status: whether it is in effect.
    """

    id: str
    name: str
    listener_id: str
    action: L7Action
    position: int
    target: str | None
    rule_ids: tuple[str, ...]
    state: LoadBalancerState
    operating_status: OperatingStatus


# The API's name of what each action needs.
TARGETS = {
    L7Action.REDIRECT_TO_POOL: "redirect_pool_id",
    L7Action.REDIRECT_TO_URL: "redirect_url",
    L7Action.REDIRECT_PREFIX: "redirect_prefix",
}


def l7_policy_of(item: JSON) -> L7Policy:
    """A policy."""
    action = _known(L7Action, item["action"])
    target = TARGETS.get(action)
    return L7Policy(
        id=item["id"],
        name=item.get("name") or "",
        listener_id=item["listener_id"],
        action=action,
        position=item["position"],
        target=None if target is None else item.get(target),
        rule_ids=tuple(rule["id"] for rule in item.get("rules") or ()),
        state=state_of(item),
        operating_status=operating_status_of(item),
    )


def l7_rule_of(item: JSON, policy_id: str) -> L7Rule:
    """A rule of a policy."""
    return L7Rule(
        id=item["id"],
        policy_id=policy_id,
        field=_known(L7Field, item["type"]),
        comparison=_known(L7Comparison, item["compare_type"]),
        value=item["value"],
        key=item.get("key"),
        invert=bool(item.get("invert")),
        state=state_of(item),
    )


def _known(kinds: type[E], name: str) -> E:
    try:
        return kinds(name.lower())
    except ValueError:
        return kinds("unknown")
