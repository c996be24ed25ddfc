"""What Nova and Glance say of a state, in the words of every cloud.

https://docs.openstack.org/nova/latest/reference/vm-states.html
https://docs.openstack.org/glance/latest/user/statuses.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codomyrmex.cloud.common.compute import ImageState, InstanceState

# A task goes before the status, which says where the server was when the task began.
_TASKS = {
    "powering-off": InstanceState.STOPPING,
    "pausing": InstanceState.STOPPING,
    "suspending": InstanceState.STOPPING,
    "shelving": InstanceState.STOPPING,
    "shelving_image_pending_upload": InstanceState.STOPPING,
    "shelving_image_uploading": InstanceState.STOPPING,
    "shelving_offloading": InstanceState.STOPPING,
    "powering-on": InstanceState.PENDING,
    "unpausing": InstanceState.PENDING,
    "resuming": InstanceState.PENDING,
    "unshelving": InstanceState.PENDING,
    "spawning": InstanceState.PENDING,
    "restoring": InstanceState.PENDING,
    "deleting": InstanceState.TERMINATING,
    "soft-deleting": InstanceState.TERMINATING,
}
_STATUSES = {
    "ACTIVE": InstanceState.RUNNING,
    "BUILD": InstanceState.PENDING,
    "DELETED": InstanceState.TERMINATED,
    "ERROR": InstanceState.ERROR,
    "HARD_REBOOT": InstanceState.REBOOTING,
    "MIGRATING": InstanceState.RUNNING,
    "PASSWORD": InstanceState.RUNNING,
    "PAUSED": InstanceState.STOPPED,
    "REBOOT": InstanceState.REBOOTING,
    "REBUILD": InstanceState.PENDING,
    "RESCUE": InstanceState.RUNNING,
    "RESIZE": InstanceState.REBOOTING,
    "REVERT_RESIZE": InstanceState.REBOOTING,
    "SHELVED": InstanceState.STOPPED,
    "SHELVED_OFFLOADED": InstanceState.STOPPED,
    "SHUTOFF": InstanceState.STOPPED,
    "SOFT_DELETED": InstanceState.TERMINATED,
    "SUSPENDED": InstanceState.STOPPED,
    "VERIFY_RESIZE": InstanceState.RUNNING,
}
_IMAGES = {
    "queued": ImageState.PENDING,
    "saving": ImageState.PENDING,
    "importing": ImageState.PENDING,
    "uploading": ImageState.PENDING,
    "active": ImageState.AVAILABLE,
    "deactivated": ImageState.DISABLED,
    "deleted": ImageState.DELETED,
    "pending_delete": ImageState.DELETED,
    "killed": ImageState.ERROR,
}


def instance_state(server: Mapping[str, Any]) -> InstanceState:
    """The state of a server.

    One that is paused, suspended or shelved is stopped: it does not run, and a start makes it run again. In
    rescue mode, or in a new size that nobody has confirmed, it is running. While it gets a new size it is
    rebooting, and while it is rebuilt it is pending.

    Args:
        server: as Nova's JSON has it.
    """
    task = server.get("OS-EXT-STS:task_state")
    if task in _TASKS:
        return _TASKS[task]
    return _STATUSES.get(server["status"], InstanceState.UNKNOWN)


def image_state(status: str) -> ImageState:
    """The state of an image, by Glance's word for it."""
    return _IMAGES.get(status, ImageState.UNKNOWN)
