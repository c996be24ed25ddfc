"""Stacks, the same on every cloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import (
    AlreadyExistsError,
    CloudError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    OperationTimeoutError,
)
from codomyrmex.cloud.common.orchestration import ChangeAction, OrchestrationClient, Stack, StackState
from tests.contract.heat import heat_place
from tests.contract.orchestration import StackPlace

MISSING = "00000000-1111-2222-3333-444444444444"
WAIT = 60.0


@pytest.fixture(scope="module", params=["heat"])
def place(openstack_cloud: Any) -> Iterator[StackPlace]:
    """An account without stacks."""
    with openstack_cloud.project() as project:
        found = heat_place(project)
        with found.client:
            yield found


@pytest.fixture(scope="module")
def standing(place: StackPlace) -> Stack:
    """A stack that no test changes."""
    client = place.client
    made = client.create_stack(
        place.name(),
        place.templates.echo,
        parameters={"value": "two", "secret": "sesame"},
        tags={"team": "red", "night": ""},
    )
    return client.wait_for_stack(made.id, StackState.CREATED, timeout=WAIT)


def test_a_stack_lives(place: StackPlace) -> None:
    client, name = place.client, place.name()
    seen: list[StackState] = []
    made = client.create_stack(name, place.templates.echo, timeout=600)
    done = client.wait_for_stack(
        made.id, StackState.CREATED, timeout=WAIT, progress=lambda stack: seen.append(stack.state)
    )
    assert (done.name, done.outputs, seen[-1]) == (name, {"said": "one"}, StackState.CREATED)
    assert place.status_of(name) == "CREATE_COMPLETE"

    changes = client.preview_update(made.id, place.templates.more).changes
    assert (ChangeAction.ADD, "added") in {(change.action, change.resource) for change in changes}
    client.update_stack(made.id, place.templates.more, parameters={"value": "three"}, tags={"new": "1"})
    changed = client.wait_for_stack(made.id, StackState.UPDATED, timeout=WAIT)
    assert (changed.outputs, changed.tags) == ({"said": "three"}, {"new": "1"})
    assert {resource.name for resource in client.list_resources(made.id)} == {"kept", "added"}

    client.update_stack(made.id, reset_parameters=["value"])
    assert client.wait_for_stack(made.id, StackState.UPDATED, timeout=WAIT).outputs == {"said": "one"}

    client.delete_stack(made.id)
    assert client.wait_for_stack(made.id, StackState.DELETED, timeout=WAIT).id == made.id
    assert place.status_of(name) is None
    with pytest.raises(NotFoundError):
        client.find_stack(name)


def test_a_stack_is_checked_suspended_and_resumed(place: StackPlace) -> None:
    client, name = place.client, place.name()
    made = client.create_stack(name, place.templates.echo)
    client.wait_for_stack(made.id, StackState.CREATED, timeout=WAIT)
    for act, state, status in (
        (client.check_stack, StackState.CHECKED, "CHECK_COMPLETE"),
        (client.suspend_stack, StackState.SUSPENDED, "SUSPEND_COMPLETE"),
        (client.resume_stack, StackState.RESUMED, "RESUME_COMPLETE"),
    ):
        act(made.id)
        assert client.wait_for_stack(made.id, state, timeout=WAIT).state is state
        assert place.status_of(name) == status


def test_a_stack_is_read(place: StackPlace, standing: Stack) -> None:
    client = place.client
    assert standing.tags == {"team": "red", "night": ""}
    assert (standing.description, standing.outputs) == ("says what it is told", {"said": "two"})
    assert standing.created_at is not None
    assert standing.created_at.tzinfo is not None
    assert client.get_outputs(standing.id) == {"said": "two"}
    assert client.find_stack(standing.name).id == client.find_stack(standing.id).id == standing.id
    (listed,) = [stack for stack in client.list_stacks() if stack.id == standing.id]
    assert (listed.name, listed.state, listed.created_at) == (
        standing.name,
        StackState.CREATED,
        standing.created_at,
    )
    (resource,) = client.list_resources(standing.id)
    assert (resource.name, resource.state) == ("kept", StackState.CREATED)
    assert "says what it is told" in client.get_template(standing.id)


def test_a_secret_is_not_shown(standing: Stack) -> None:
    assert "sesame" not in f"{standing}{standing.parameters}{standing.details}"
    assert "two" not in repr(standing)


def test_events_come_in_order_and_after_one(place: StackPlace, standing: Stack) -> None:
    happened = list(place.client.list_events(standing.id))
    assert [event.resource for event in happened] == [None, "kept", "kept", None]
    assert happened[-1].state is StackState.CREATED
    assert [one.id for one in place.client.list_events(standing.id, after=happened[1].id)] == [
        one.id for one in happened[2:]
    ]
    assert list(place.client.stream_events(standing.id)) == happened


def test_a_template_is_checked_and_previewed(place: StackPlace) -> None:
    check = place.client.validate_template(place.templates.echo)
    parameters = {parameter.name: parameter for parameter in check.parameters}
    assert check.description == "says what it is told"
    assert (parameters["value"].default, parameters["value"].hidden) == ("one", False)
    assert parameters["secret"].hidden
    assert "hush" not in repr(check)
    preview = place.client.preview_stack(place.name(), place.templates.more)
    assert {(change.action, change.resource) for change in preview.changes} == {
        (ChangeAction.ADD, "kept"),
        (ChangeAction.ADD, "added"),
    }
    assert not preview.is_empty


def test_an_update_that_changes_nothing_is_seen(place: StackPlace, standing: Stack) -> None:
    assert place.client.preview_update(standing.id).is_empty


def test_what_failed_is_said_and_mended(place: StackPlace) -> None:
    made = place.client.create_stack(place.name(), place.templates.failing)
    with pytest.raises(ConflictError, match=r"failed and will never be created: .*; bad: .*bad") as raised:
        place.client.wait_for_stack(made.id, StackState.CREATED, timeout=WAIT)
    assert raised.value.resource == made.id
    with pytest.raises(ConflictError, match="template"):
        place.client.update_stack(made.id)
    place.client.update_stack(made.id, place.templates.echo, parameters={"value": "mended"})
    mended = place.client.wait_for_stack(made.id, StackState.UPDATED, timeout=WAIT)
    assert mended.outputs == {"said": "mended"}


def test_a_failure_is_rolled_back_and_followed_to_its_end(place: StackPlace) -> None:
    name = place.name()
    made = place.client.create_stack(name, place.templates.failing, rollback=True)
    happened = list(place.client.stream_events(made.id, timeout=WAIT))
    assert (happened[-1].resource, happened[-1].state) == (None, StackState.ROLLED_BACK)
    assert ("bad", StackState.FAILED) in {(event.resource, event.state) for event in happened}
    with pytest.raises(ConflictError, match=r"rolled_back and will never be created: .*bad: .*bad"):
        place.client.wait_for_stack(made.id, StackState.CREATED, timeout=WAIT)
    assert place.status_of(name) is None


def test_waits_end(place: StackPlace) -> None:
    client = place.client
    made = client.create_stack(place.name(), place.templates.slow)
    with pytest.raises(OperationTimeoutError, match=r"is creating, not created, after 0\.3 s"):
        client.wait_for_stack(made.id, StackState.CREATED, timeout=0.3)
    with pytest.raises(OperationTimeoutError, match=r"is creating after 0\.3 s"):
        list(client.stream_events(made.id, timeout=0.3))
    cancelled = Event()
    events = client.stream_events(made.id, cancelled=cancelled)
    next(events)
    cancelled.set()
    with pytest.raises(CloudError, match="cancelled; the stack was last seen creating"):
        list(events)
    with pytest.raises(CloudError, match="the wait was cancelled"):
        client.wait_for_stack(made.id, StackState.CREATED, cancelled=cancelled)
    with pytest.raises(ConflictError, match=r"action.*in progress"):
        client.update_stack(made.id, parameters={})
    client.delete_stack(made.id)


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.get_stack(MISSING),
        lambda client: client.find_stack("no-such-stack"),
        lambda client: client.get_stack(f"no-such-stack/{MISSING}"),
        lambda client: client.list_resources(MISSING),
        lambda client: client.list_events(MISSING),
        lambda client: client.stream_events(MISSING),
        lambda client: client.get_template(MISSING),
        lambda client: client.get_outputs(MISSING),
        lambda client: client.update_stack(MISSING),
        lambda client: client.preview_update(MISSING),
        lambda client: client.check_stack(MISSING),
        lambda client: client.suspend_stack(MISSING),
        lambda client: client.resume_stack(MISSING),
        lambda client: client.delete_stack(MISSING),
        lambda client: client.wait_for_stack(MISSING, StackState.DELETED),
    ],
)
def test_a_stack_that_is_not_there(place: StackPlace, call: Callable[[OrchestrationClient], Any]) -> None:
    with pytest.raises(NotFoundError) as raised:
        call(place.client)
    assert MISSING in str(raised.value) or "no-such-stack" in str(raised.value)


def test_a_name_is_taken_once(place: StackPlace, standing: Stack) -> None:
    with pytest.raises(AlreadyExistsError, match=standing.name):
        place.client.create_stack(standing.name, place.templates.echo)


def test_a_broken_template_is_refused_with_its_line(place: StackPlace) -> None:
    for refused in (
        lambda: place.client.validate_template(place.templates.broken),
        lambda: place.client.create_stack(place.name(), place.templates.broken),
    ):
        with pytest.raises(InvalidRequestError, match="line 4"):
            refused()


@pytest.mark.parametrize(
    "call",
    [
        lambda client, echo: client.create_stack("a", echo, parameters={"no-such": "x"}),
        lambda client, echo: client.create_stack("", echo),
        lambda client, echo: client.create_stack("a/b", echo),
        lambda client, _echo: client.create_stack("a", ""),
        lambda client, echo: client.create_stack("a", echo, timeout=-1),
        lambda client, echo: client.create_stack("a", echo, environments="parameters: {}"),
        lambda client, _echo: client.list_events("a", depth=-1),
        lambda client, _echo: client.stream_events("a", timeout=-1),
        lambda client, _echo: client.wait_for_stack("a", StackState.CREATED, timeout=-1),
        lambda client, _echo: client.get_stack(".."),
    ],
)
def test_what_is_invalid(place: StackPlace, call: Callable[[OrchestrationClient, str], Any]) -> None:
    with pytest.raises(InvalidRequestError):
        call(place.client, place.templates.echo)


def test_eight_threads_share_a_client(place: StackPlace, standing: Stack) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: place.client.get_stack(standing.id).outputs, range(16)))
    assert found == [{"said": "two"}] * 16
