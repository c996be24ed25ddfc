"""The compute contract, over machines in memory that change state when they are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Event
from time import monotonic
from typing import ClassVar

import pytest

from codomyrmex.cloud.common.compute import (
    AvailabilityZone,
    ComputeClient,
    Image,
    ImageState,
    Instance,
    InstanceRequest,
    InstanceState,
    InstanceType,
    KeyPair,
)
from codomyrmex.cloud.common.errors import (
    CloudError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    OperationTimeoutError,
)
from codomyrmex.cloud.common.providers import CloudProvider

State = InstanceState


class Machines(ComputeClient):
    """Each look at a machine moves it to its next state; after the last one it is gone or stays."""

    provider = CloudProvider.MEMORY
    poll_seconds: ClassVar[float] = 0.001
    longest_poll_seconds: ClassVar[float] = 0.004

    def __init__(self, *states: InstanceState, gone_at_the_end: bool = False) -> None:
        self.states = list(states)
        self.gone_at_the_end = gone_at_the_end
        self.looks = 0
        self.request: InstanceRequest | None = None
        self.asked: list[tuple[str, str]] = []

    def _list_instances(self) -> Iterator[Instance]:
        for number in range(3):
            self.looks += 1
            yield Instance(f"i-{number}", f"vm{number}", State.RUNNING, self.provider)

    def _get_instance(self, instance_id: str) -> Instance:
        self.looks += 1
        if not self.states:
            raise NotFoundError("no such instance")
        state = self.states[0]
        if len(self.states) > 1 or self.gone_at_the_end:
            self.states.pop(0)
        return Instance(instance_id, "vm", state, self.provider)

    def _create_instance(self, request: InstanceRequest) -> Instance:
        self.request = request
        return Instance("i-1", request.name, State.PENDING, self.provider, image=request.image)

    def _update_instance(self, instance_id: str, name: str | None, tags: dict[str, str] | None) -> None:
        self.asked.append((f"update {name} {tags}", instance_id))

    def _start_instance(self, instance_id: str) -> None:
        self.asked.append(("start", instance_id))

    def _stop_instance(self, instance_id: str) -> None:
        self.asked.append(("stop", instance_id))

    def _reboot_instance(self, instance_id: str) -> None:
        self.asked.append(("reboot", instance_id))

    def _terminate_instance(self, instance_id: str) -> None:
        self.asked.append(("terminate", instance_id))

    def _get_console_output(self, instance_id: str, lines: int | None) -> str:
        return f"{lines} lines of {instance_id}"

    def _list_images(self) -> Iterator[Image]:
        for number, name in enumerate(("debian", "debian", "alpine")):
            yield Image(f"img-{number}", name, ImageState.AVAILABLE, self.provider)

    def _get_image(self, image_id: str) -> Image:
        for image in self._list_images():
            if image.id == image_id:
                return image
        raise NotFoundError("no such image")

    def _list_instance_types(self) -> Iterator[InstanceType]:
        yield InstanceType("t-1", "small", 1, 512, 10, self.provider)

    def _get_instance_type(self, type_id: str) -> InstanceType:
        raise NotFoundError("no such type")

    def _list_availability_zones(self) -> Iterator[AvailabilityZone]:
        yield AvailabilityZone("zone-a", True, self.provider)

    def _list_key_pairs(self) -> Iterator[KeyPair]:
        yield KeyPair("me", self.provider)

    def _get_key_pair(self, name: str) -> KeyPair:
        return KeyPair(name, self.provider)

    def _create_key_pair(self, name: str, tags: dict[str, str]) -> KeyPair:
        return KeyPair(name, self.provider, public_key="ssh-rsa AAAA", private_key="hush", tags=tags)

    def _import_key_pair(self, name: str, public_key: str, tags: dict[str, str]) -> KeyPair:
        return KeyPair(name, self.provider, public_key=public_key, tags=tags)

    def _delete_key_pair(self, name: str) -> None:
        self.asked.append(("delete key pair", name))


def test_each_verb_reaches_its_hook() -> None:
    machines = Machines(State.RUNNING)
    machines.start_instance("i-1")
    machines.stop_instance("i-1")
    machines.reboot_instance("i-1")
    machines.terminate_instance("i-1")
    assert machines.asked == [("start", "i-1"), ("stop", "i-1"), ("reboot", "i-1"), ("terminate", "i-1")]
    assert machines.get_instance("i-1").state is State.RUNNING


def test_a_list_is_lazy() -> None:
    machines = Machines()
    listing = machines.list_instances()
    assert machines.looks == 1
    assert [instance.id for instance in listing] == ["i-0", "i-1", "i-2"]


def test_a_request_is_complete_and_hides_its_user_data() -> None:
    machines = Machines()
    made = machines.create_instance(
        "vm",
        image="img",
        instance_type="small",
        network="net",
        key_pair="me",
        security_groups=["web"],
        user_data="password=hush",
        tags={"team": "ants"},
    )
    assert (made.state, made.image) == (State.PENDING, "img")
    assert machines.request == InstanceRequest(
        "vm", "img", "small", "net", "me", ("web",), b"password=hush", {"team": "ants"}
    )
    assert "hush" not in repr(machines.request)


@pytest.mark.parametrize("instance_id", ["", "..", " i", "i\n"])
def test_a_bad_id_is_refused_before_any_hook(instance_id: str) -> None:
    machines = Machines(State.RUNNING)
    for method in (
        machines.get_instance,
        machines.start_instance,
        machines.stop_instance,
        machines.reboot_instance,
        machines.terminate_instance,
    ):
        with pytest.raises(InvalidRequestError, match="an instance id"):
            method(instance_id)
    assert (machines.looks, machines.asked) == (0, [])


def test_an_instance_without_an_image_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match="an image id cannot be ''"):
        Machines().create_instance("vm", image="", instance_type="small")


def test_waiting_ends_in_the_state() -> None:
    machines = Machines(State.PENDING, State.PENDING, State.UNKNOWN, State.RUNNING)
    assert machines.wait_for_state("i-1", State.RUNNING, timeout=30).state is State.RUNNING
    assert machines.looks == 4


def test_a_machine_that_is_gone_is_terminated() -> None:
    machines = Machines(State.TERMINATING, gone_at_the_end=True)
    ended = machines.wait_for_state("i-1", State.TERMINATED, timeout=30)
    assert ended == replace(ended, id="i-1", name="vm", state=State.TERMINATED)


def test_a_machine_that_never_was_is_not_found() -> None:
    with pytest.raises(NotFoundError) as caught:
        Machines().wait_for_state("i-1", State.RUNNING)
    assert (caught.value.operation, caught.value.resource) == ("wait_for_state", "i-1")


def test_a_machine_that_is_gone_at_the_first_look_is_terminated() -> None:
    ended = Machines().wait_for_state("i-1", State.TERMINATED)
    assert (ended.id, ended.state) == ("i-1", State.TERMINATED)


def test_a_name_stands_for_one_thing() -> None:
    machines = Machines()
    assert machines.find_image("alpine").id == "img-2"
    assert machines.find_image("img-1").name == "debian"
    assert machines.find_instance_type("small").id == "t-1"
    assert machines.find_instance("vm1").id == "i-1"
    with pytest.raises(InvalidRequestError, match="2 images have this name; use an id: img-0, img-1"):
        machines.find_image("debian")
    with pytest.raises(NotFoundError, match="There is no image with this name or id"):
        machines.find_image("plan9")


def test_an_image_is_waited_for() -> None:
    assert Machines().wait_for_image("img-0").name == "debian"
    with pytest.raises(OperationTimeoutError, match="the image is available, not deleted"):
        Machines().wait_for_image("img-0", ImageState.DELETED, timeout=0)


def test_a_private_key_is_given_once_and_never_shown() -> None:
    pair = Machines().create_key_pair("me")
    assert pair.private_key == "hush"
    assert "hush" not in repr(pair)


@pytest.mark.parametrize("key", ["", " \n", "-----BEGIN OPENSSH PRIVATE KEY-----\nhush\n"])
def test_what_is_no_public_key_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        Machines().import_key_pair("me", key)
    assert "hush" not in str(caught.value)


def test_an_update_changes_something() -> None:
    machines = Machines(State.RUNNING)
    assert machines.update_instance("i-1", tags={"a": "b"}).id == "i-1"
    assert machines.asked == [("update None {'a': 'b'}", "i-1")]
    with pytest.raises(InvalidRequestError, match="has to change something"):
        machines.update_instance("i-1")


def test_sizes_are_at_least_one() -> None:
    machines = Machines()
    assert machines.get_console_output("i-1", lines=3) == "3 lines of i-1"
    with pytest.raises(InvalidRequestError, match="one line at least"):
        machines.get_console_output("i-1", lines=0)
    with pytest.raises(InvalidRequestError, match="1 GiB at least"):
        machines.create_instance("vm", image="img", instance_type="small", root_disk_gib=0)


@pytest.mark.parametrize("end", [State.ERROR, State.TERMINATED])
def test_waiting_for_what_cannot_come_ends_at_once(end: InstanceState) -> None:
    machines = Machines(State.PENDING, end)
    with pytest.raises(ConflictError, match=f"the instance is {end} and will never be running"):
        machines.wait_for_state("i-1", State.RUNNING, timeout=30)


def test_waiting_ends_with_the_time() -> None:
    machines = Machines(State.PENDING)
    started = monotonic()
    with pytest.raises(
        OperationTimeoutError, match=r"the instance is pending, not running, after 0\.05 s"
    ) as caught:
        machines.wait_for_state("i-1", State.RUNNING, timeout=0.05)
    assert 0.05 <= monotonic() - started < 15
    assert caught.value.retryable
    # Pauses grow to their limit, so a wait of 50 ms takes some 14 looks and not 50.
    assert 2 <= machines.looks <= 20


def test_no_time_at_all_is_one_look() -> None:
    machines = Machines(State.PENDING)
    with pytest.raises(OperationTimeoutError):
        machines.wait_for_state("i-1", State.RUNNING, timeout=0)
    assert machines.looks == 1
    with pytest.raises(InvalidRequestError, match="not negative"):
        machines.wait_for_state("i-1", State.RUNNING, timeout=-1)


def test_a_wait_is_cancelled_at_once() -> None:
    cancelled = Event()
    cancelled.set()
    machines = Machines(State.PENDING)
    with pytest.raises(CloudError, match="cancelled; the instance was last seen pending"):
        machines.wait_for_state("i-1", State.RUNNING, timeout=600, cancelled=cancelled)
    assert machines.looks == 1
