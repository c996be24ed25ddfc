"""Nova's hypervisor without machines, where an image made of a server has content."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from nova.image import glance
from nova.virt import fake


class Driver(fake.FakeDriverWithoutFakeNodes):  # type: ignore[misc]
    """Room for a thousand servers on one host, which is found again after a restart."""

    vcpus, memory_mb, local_gb = 1000, 800_000, 600_000
    capabilities = fake.FakeDriver.capabilities | {"supports_migrate_to_same_host": True}

    def snapshot(
        self, context: Any, instance: Any, image_id: str, update_task_state: Callable[..., None]
    ) -> None:
        """Upload something that tells the servers apart."""
        super().snapshot(context, instance, image_id, update_task_state)
        formats = {"disk_format": "raw", "container_format": "bare"}
        content = io.BytesIO(b"snapshot of " + instance.uuid.encode())
        glance.API().update(context, image_id, formats, data=content)
