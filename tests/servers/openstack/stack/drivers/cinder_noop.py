"""A Cinder back end whose volumes are files of a few bytes: every operation succeeds at once."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from cinder import interface
from cinder.volume import driver

POOL = {
    "pool_name": "noop",
    "total_capacity_gb": 100_000,
    "free_capacity_gb": 90_000,
    "allocated_capacity_gb": 0,
    "provisioned_capacity_gb": 0,
    "max_over_subscription_ratio": 20.0,
    "reserved_percentage": 0,
    "thin_provisioning_support": True,
    "multiattach": True,
    "QoS_support": True,
}


@interface.volumedriver
class NoopDriver(driver.VolumeDriver):  # type: ignore[misc]
    """Cinder's own fake driver cannot extend a volume; this one can do all that is asked of it here."""

    VERSION = "1.0"
    CI_WIKI_NAME = "none"

    def _succeed(self, *_: Any, **__: Any) -> None:
        """Nothing is kept, so nothing is to be done."""

    def _export(self, *_: Any, **__: Any) -> dict[str, Any]:
        return {}

    do_setup = check_for_setup_error = _succeed
    create_volume = create_cloned_volume = create_volume_from_snapshot = _succeed
    copy_image_to_volume = extend_volume = revert_to_snapshot = _succeed
    create_snapshot = delete_snapshot = _succeed
    ensure_export = remove_export = remove_export_snapshot = terminate_connection = _succeed
    create_export = create_export_snapshot = _export

    def get_volume_stats(self, refresh: bool = False) -> dict[str, Any]:
        """What the scheduler chooses by."""
        name = self.configuration.safe_get("volume_backend_name")
        about = {"vendor_name": "noop", "driver_version": self.VERSION, "storage_protocol": "iSCSI"}
        return {"volume_backend_name": name, **about, "pools": [POOL]}

    def clone_image(self, *_: Any) -> tuple[dict[str, Any], bool]:
        """Every image is a clone's already."""
        return {}, True

    def copy_volume_to_image(self, context: Any, volume: Any, image_service: Any, image_meta: Any) -> None:
        """Upload something that tells the volumes apart."""
        content = io.BytesIO(b"image of " + volume.id.encode())
        image_service.update(context, image_meta["id"], {}, content)

    def retype(self, *_: Any) -> tuple[bool, None]:
        """A volume of any type is as good as one of another."""
        return True, None

    def migrate_volume(self, *_: Any) -> tuple[bool, None]:
        """There is one host only."""
        return True, None

    def delete_volume(self, volume: Any) -> None:
        """Delete its file, if anything was attached to it."""
        _file_of(volume).unlink(missing_ok=True)

    def initialize_connection(self, volume: Any, connector: Any, **_: Any) -> dict[str, Any]:
        """A file: cinder-backup reads and writes it, a hypervisor only keeps what it is told."""
        path = _file_of(volume)
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"content of " + volume.id.encode())
        data = {"volume_id": volume.id, "access_mode": "rw", "encrypted": False, "device_path": str(path)}
        return {"driver_volume_type": "local", "data": data}


def _file_of(volume: Any) -> Path:
    return Path(driver.CONF.state_path, "volumes", volume.id)
