"""L7 policies of listeners: what happens to requests by what is in them.

https://docs.openstack.org/octavia/latest/user/guides/l7.html
"""

from __future__ import annotations

from collections.abc import Iterator

from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.network.checks import member_of
from codomyrmex.cloud.common.network.networks import changes_of, named_in
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.network.fields import json_of
from codomyrmex.cloud.infomaniak.network.l7_values import (
    TARGETS,
    L7Action,
    L7Comparison,
    L7Field,
    L7Policy,
    L7Rule,
    l7_policy_of,
    l7_rule_of,
)
from codomyrmex.cloud.infomaniak.network.octavia import OctaviaClient
from codomyrmex.cloud.infomaniak.network.octavia_values import listener_of
from codomyrmex.validation import ValidationError, check_identifier

_NAMED = (L7Field.HEADER, L7Field.COOKIE)


class OctaviaL7(OctaviaClient):
    """What can be done with L7 policies."""

    @operation("list_l7_policies")
    def list_l7_policies(self, listener_id: str | None = None) -> Iterator[L7Policy]:
        """Every policy, or those of one listener, lazily.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        if listener_id is not None:
            check_identifier(listener_id, "a listener id")
        query = {} if listener_id is None else {"listener_id": listener_id}
        items = self._pages(self._octavia, "/lbaas/l7policies", "l7policies", query)
        return begin(map(l7_policy_of, items), self._error_of)

    @operation("get_l7_policy")
    def get_l7_policy(self, policy_id: str) -> L7Policy:
        """One policy by its id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(policy_id, "an L7 policy id")
        return l7_policy_of(json_of(self._octavia.get_l7_policy(policy_id)))

    @operation("find_l7_policy")
    def find_l7_policy(self, name_or_id: str) -> L7Policy:
        """One policy by its id or name; raises as :meth:`find_network`."""
        check_identifier(name_or_id, "an L7 policy's name or id")
        return find_one(
            name_or_id, "L7 policy", self.get_l7_policy, named_in(lambda: self.list_l7_policies())
        )

    @operation("create_l7_policy")
    def create_l7_policy(
        self,
        listener_id: str,
        action: L7Action | str,
        *,
        target: str | None = None,
        position: int | None = None,
        name: str = "",
        timeout: float = 300.0,
    ) -> L7Policy:
        """Make a policy. It does nothing before it has rules.

        Args:
            listener_id: the listener.
            action: what happens to requests.
            target: the id of the pool, the address or the prefix that they are sent to.
            position: when its turn comes, from 1; after the others if not given.
            name: its name.
            timeout: seconds to wait at most until the balancer has taken the change.

        Raises:
            NotFoundError: the listener or the pool is not there.
            ConflictError: the balancer has failed.
            InvalidRequestError: no such action, or not the target it needs.
            OperationTimeoutError: the time is over.
        """
        check_identifier(listener_id, "a listener id")
        fields = {
            "listener_id": listener_id,
            "name": name,
            "position": position,
            **_action_fields(member_of(L7Action, action, "action"), target),
        }
        balancer = self._balancer_of_listener(listener_id)
        return self.get_l7_policy(self._create_part(balancer, timeout, "l7_policy", fields))

    @operation("update_l7_policy")
    def update_l7_policy(
        self,
        policy_id: str,
        *,
        action: L7Action | str | None = None,
        target: str | None = None,
        position: int | None = None,
        name: str | None = None,
        timeout: float = 300.0,
    ) -> L7Policy:
        """Change a policy; what is ``None`` stays as it is.

        The arguments and errors are those of :meth:`create_l7_policy`; an action comes with its target.
        """
        done: dict[str, str | None] = {}
        if action is not None or target is not None:
            now = self.get_l7_policy(policy_id).action
            done = _action_fields(now if action is None else member_of(L7Action, action, "action"), target)
        changes = changes_of(name=name, position=position, **done)
        self._update_part(self._balancer_of_policy(policy_id), timeout, "l7_policy", changes, policy_id)
        return self.get_l7_policy(policy_id)

    @operation("delete_l7_policy")
    def delete_l7_policy(self, policy_id: str, *, timeout: float = 300.0) -> None:
        """Delete a policy and its rules.

        Raises:
            NotFoundError: it is not there.
            ConflictError: the balancer has failed.
            OperationTimeoutError: the time is over.
        """
        self._delete_part(self._balancer_of_policy(policy_id), timeout, "l7_policy", policy_id)

    @operation("list_l7_rules")
    def list_l7_rules(self, policy_id: str) -> Iterator[L7Rule]:
        """Every rule of a policy, lazily.

        Raises:
            NotFoundError: the policy is not there.
        """
        check_identifier(policy_id, "an L7 policy id")
        items = self._pages(self._octavia, f"/lbaas/l7policies/{policy_id}/rules", "rules")
        return begin((l7_rule_of(item, policy_id) for item in items), self._error_of)

    @operation("add_l7_rule")
    def add_l7_rule(
        self,
        policy_id: str,
        field: L7Field | str,
        comparison: L7Comparison | str,
        value: str,
        *,
        key: str | None = None,
        invert: bool = False,
        timeout: float = 300.0,
    ) -> L7Rule:
        """Add a condition to a policy.

        Args:
            policy_id: the policy.
            field: what of a request is looked at.
            comparison: how it is compared.
            value: what with.
            key: the name of the header or cookie.
            invert: whether it holds where the comparison does not.
            timeout: seconds to wait at most until the balancer has taken the change.

        Raises:
            NotFoundError: the policy is not there.
            ConflictError: the balancer has failed.
            InvalidRequestError: no such field or comparison, or no name of a header or cookie.
            OperationTimeoutError: the time is over.
        """
        looked_at = member_of(L7Field, field, "field")
        compared = member_of(L7Comparison, comparison, "comparison")
        if (looked_at in _NAMED) != (key is not None):
            raise ValidationError("a header and a cookie have a key, and nothing else has")
        fields = {
            "type": looked_at.value.upper(),
            "compare_type": compared.value.upper(),
            "rule_value": value,
            "key": key,
            "invert": invert,
        }
        made = self._create_part(self._balancer_of_policy(policy_id), timeout, "l7_rule", fields, policy_id)
        return self._get_l7_rule(policy_id, made)

    @operation("update_l7_rule")
    def update_l7_rule(
        self,
        policy_id: str,
        rule_id: str,
        *,
        comparison: L7Comparison | str | None = None,
        value: str | None = None,
        key: str | None = None,
        invert: bool | None = None,
        timeout: float = 300.0,
    ) -> L7Rule:
        """Change a condition of a policy; what is ``None`` stays as it is, and so does what is looked at.

        The arguments and errors are those of :meth:`add_l7_rule`.
        """
        check_identifier(rule_id, "an L7 rule id")
        if key is not None and self._get_l7_rule(policy_id, rule_id).field not in _NAMED:
            raise ValidationError("a header and a cookie have a key, and nothing else has")
        changes = changes_of(
            compare_type=comparison and member_of(L7Comparison, comparison, "comparison").value.upper(),
            rule_value=value,
            key=key,
            invert=invert,
        )
        balancer = self._balancer_of_policy(policy_id)
        self._update_part(balancer, timeout, "l7_rule", changes, rule_id, policy_id)
        return self._get_l7_rule(policy_id, rule_id)

    @operation("remove_l7_rule")
    def remove_l7_rule(self, policy_id: str, rule_id: str, *, timeout: float = 300.0) -> None:
        """Take a condition from a policy; raises as :meth:`delete_l7_policy`."""
        check_identifier(rule_id, "an L7 rule id")
        self._delete_part(self._balancer_of_policy(policy_id), timeout, "l7_rule", rule_id, policy_id)

    def _get_l7_rule(self, policy_id: str, rule_id: str) -> L7Rule:
        return l7_rule_of(json_of(self._octavia.get_l7_rule(rule_id, policy_id)), policy_id)

    def _balancer_of_policy(self, policy_id: str) -> str:
        return self._balancer_of_listener(self.get_l7_policy(policy_id).listener_id)

    def _balancer_of_listener(self, listener_id: str) -> str:
        return listener_of(json_of(self._octavia.get_listener(listener_id))).load_balancer_id


def _action_fields(action: L7Action, target: str | None) -> dict[str, str | None]:
    needed = TARGETS.get(action)
    if (needed is None) != (target is None):
        raise ValidationError(f"{action} needs {'no' if needed is None else 'a'} target")
    named = {} if needed is None else {needed: target}
    return {"action": action.value.upper(), **named}
