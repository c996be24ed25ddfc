"""``cmx lb policy`` and ``cmx lb rule``: what happens to requests by what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import neutron_of
from codomyrmex.cloud.cli.kinds import Kind, command, listing
from codomyrmex.cloud.cli.options import new_name_option, timeout_option, yes_option
from codomyrmex.cloud.cli.removing import label_of
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.network import InfomaniakNetworkClient, L7Policy, L7Rule


@click.group(short_help="What happens to requests by what is in them.")
def policy() -> None:
    """L7 policies: what a listener does with requests for which all rules hold. OpenStack has this."""


@click.group(short_help="When a policy holds.")
def rule() -> None:
    """L7 rules: what a request has to be like for a policy to hold. OpenStack has this."""


def _find(client: InfomaniakNetworkClient, name: str) -> L7Policy:
    return client.find_l7_policy(name)


_policies = Kind("policy", neutron_of, _find, policy)


@_policies.ls(
    "List policies.",
    {
        "NAME": "name",
        "ID": "id",
        "POSITION": "position",
        "ACTION": "action",
        "TARGET": "target",
        "STATE": "state",
    },
)
@click.argument("listener", required=False)
def ls(client: InfomaniakNetworkClient, listener: str | None) -> Iterator[L7Policy]:
    """List policies, or those of one listener.

    JSON: one policy a line, with all fields.
    """
    return client.list_l7_policies(None if listener is None else client.find_listener(listener).id)


@_policies.show("Show a policy.")
def show(_client: InfomaniakNetworkClient, policy: L7Policy) -> L7Policy:
    """Show a policy.

    JSON: one object with all fields.
    """
    return policy


@_policies.create("Make a policy.")
@click.argument("listener")
@click.argument("action")
@click.argument("target", required=False)
@click.option("--name", default="", help="Its name.")
@click.option("--position", type=int, help="When its turn comes, from 1; after the others by default.")
@timeout_option
def create(
    client: InfomaniakNetworkClient, listener: str, action: str, target: str | None, **options: Any
) -> L7Policy:
    """Make a policy: reject, redirect_to_pool POOL, redirect_to_url URL or redirect_prefix URL.

    It does nothing before it has rules; see: cmx lb rule.

    JSON: one object with all fields of the policy.
    """
    of = client.find_listener(listener).id
    return client.create_l7_policy(of, action, target=_target(client, action, target), **options)


@_policies.update("Change a policy.")
@new_name_option
@click.option("--action", help="What happens to requests; comes with its target.")
@click.option("--target", help="The pool or address that they are sent to.")
@click.option("--position", type=int, help="When its turn comes, from 1.")
@timeout_option
def update(
    client: InfomaniakNetworkClient,
    policy: L7Policy,
    action: str | None,
    target: str | None,
    **changes: Any,
) -> L7Policy:
    """Change a policy. What is not given stays as it is.

    JSON: one object with all fields of the policy.
    """
    to = _target(client, action or policy.action, target)
    return client.update_l7_policy(policy.id, action=action, target=to, **changes)


@_policies.rm("Delete a policy.")
@timeout_option
def rm(client: InfomaniakNetworkClient, policy: L7Policy, timeout: float) -> None:
    """Delete a policy and its rules.

    JSON: one object: id, name, deleted.
    """
    client.delete_l7_policy(policy.id, timeout=timeout)


def _target(client: InfomaniakNetworkClient, action: str, target: str | None) -> str | None:
    if target is None or action != "redirect_to_pool":
        return target
    return client.find_pool(target).id


@listing(
    neutron_of,
    "List the rules of a policy.",
    {
        "ID": "id",
        "FIELD": "field",
        "KEY": "key",
        "NOT": "invert",
        "COMPARISON": "comparison",
        "VALUE": "value",
        "STATE": "state",
    },
    group=rule,
    name="ls",
)
@click.argument("policy")
def rule_ls(client: InfomaniakNetworkClient, policy: str) -> Iterator[L7Rule]:
    """List the rules of a policy.

    JSON: one rule a line, with all fields.
    """
    return client.list_l7_rules(_find(client, policy).id)


_key_option = click.option("--key", metavar="NAME", help="The name of the header or cookie.")


@command(neutron_of, "Add a rule to a policy.", group=rule, name="add")
@click.argument("policy")
@click.argument("field")
@click.argument("comparison")
@click.argument("value")
@_key_option
@click.option("--not", "invert", is_flag=True, help="It holds where the comparison does not.")
@timeout_option
def rule_add(
    session: Session,
    client: InfomaniakNetworkClient,
    policy: str,
    field: str,
    comparison: str,
    value: str,
    **options: Any,
) -> None:
    """Add a rule to a policy: path starts_with /api.

    Looked at are host_name, path, file_type, header and cookie; compared is by equal_to, starts_with,
    ends_with, contains and regex.

    JSON: one object with all fields of the rule.
    """
    found = _find(client, policy)
    made = client.add_l7_rule(found.id, field, comparison, value, **options)
    session.done(fields_of(made), f"rule added to policy {label_of(found)}, id {made.id}")


@command(neutron_of, "Change a rule.", group=rule, name="update")
@click.argument("policy")
@click.argument("rule")
@click.option("--comparison", help="How it is compared.")
@click.option("--value", help="What with.")
@_key_option
@click.option("--not/--is", "invert", default=None, help="It holds where the comparison does not, or does.")
@timeout_option
def rule_update(
    session: Session, client: InfomaniakNetworkClient, policy: str, rule: str, **changes: Any
) -> None:
    """Change a rule, by its id. What is not given stays as it is.

    JSON: one object with all fields of the rule.
    """
    changed = client.update_l7_rule(_find(client, policy).id, rule, **changes)
    session.done(fields_of(changed), f"rule {rule} changed")


@command(neutron_of, "Take a rule from a policy.", group=rule, name="rm")
@click.argument("policy")
@click.argument("rule")
@timeout_option
@yes_option
def rule_rm(
    session: Session, client: InfomaniakNetworkClient, policy: str, rule: str, timeout: float, yes: bool
) -> None:
    """Take a rule, by its id, from a policy.

    JSON: one object: id, policy_id, deleted.
    """
    found = _find(client, policy)
    if not yes:
        ask(session, f"Delete rule {rule} of policy {label_of(found)}?")
    client.remove_l7_rule(found.id, rule, timeout=timeout)
    fields = {"id": rule, "policy_id": found.id, "deleted": True}
    session.done(fields, f"rule {rule} taken from policy {label_of(found)}")
