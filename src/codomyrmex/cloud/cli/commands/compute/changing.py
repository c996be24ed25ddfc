"""Commands that change an instance."""

from __future__ import annotations

from typing import Any

from codomyrmex.cloud.cli.clients import compute_of
from codomyrmex.cloud.cli.commands.compute.acting import acting
from codomyrmex.cloud.cli.kinds import Kind
from codomyrmex.cloud.cli.options import new_name_option, new_tag_option
from codomyrmex.cloud.common.compute import ComputeClient, Instance, InstanceState


@acting(compute_of, "Start an instance.", "started", InstanceState.RUNNING)
def start(client: ComputeClient, instance: Instance) -> None:
    """Start an instance that is stopped, and wait until it runs.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client.start_instance(instance.id)


@acting(compute_of, "Stop an instance.", "stopped", InstanceState.STOPPED)
def stop(client: ComputeClient, instance: Instance) -> None:
    """Stop an instance, keep its disks, and wait until it has stopped.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client.stop_instance(instance.id)


@acting(compute_of, "Restart an instance.", "rebooted", InstanceState.RUNNING)
def reboot(client: ComputeClient, instance: Instance) -> None:
    """Restart an instance, and wait until it runs.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client.reboot_instance(instance.id)


@acting(compute_of, "Delete an instance.", "deleted", InstanceState.TERMINATED, asks="Delete")
def rm(client: ComputeClient, instance: Instance) -> None:
    """Delete an instance for good, and wait until it is gone.

    JSON: one object: id, name, and state, which is null with --no-wait.
    """
    client.terminate_instance(instance.id)


_instances = Kind("instance", compute_of, lambda client, name: client.find_instance(name))


@_instances.update("Change the name or the labels.")
@new_name_option
@new_tag_option
def update(client: ComputeClient, instance: Instance, **changes: Any) -> Instance:
    """Change the name or the labels of an instance.

    JSON: the instance.
    """
    return client.update_instance(instance.id, **changes)
