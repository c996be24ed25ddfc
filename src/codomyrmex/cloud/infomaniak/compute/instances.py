"""The life of servers in Nova."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Any, NamedTuple

from codomyrmex.cloud.common.compute import ComputeClient, Instance, InstanceRequest
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.infomaniak.compute.reading import instance_of
from codomyrmex.cloud.infomaniak.compute.server_groups import NovaServerGroups

# What makes a server run again that is stopped as every cloud sees it, but not shut off.
_STARTS = {
    "PAUSED": "unpause_server",
    "SUSPENDED": "resume_server",
    "SHELVED": "unshelve_server",
    "SHELVED_OFFLOADED": "unshelve_server",
}


class _Network(NamedTuple):
    id: str
    name: str


class NovaInstances(NovaServerGroups, ComputeClient):
    """The servers of the project."""

    def _list_instances(self) -> Iterator[Instance]:
        return self._servers()

    def _instances_named(self, name: str) -> Iterator[Instance]:
        # Nova reads a name as a regular expression of MySQL's.
        return (one for one in self._servers(name=f"^{re.escape(name)}$") if one.name == name)

    def _servers(self, **filters: str) -> Iterator[Instance]:
        region = self.region
        return (
            instance_of(server, region) for server in self._nova_pages("/servers/detail", "servers", filters)
        )

    def _get_instance(self, instance_id: str) -> Instance:
        return instance_of(self._nova("GET", "servers", instance_id)["server"], self.region)

    def _create_instance(self, request: InstanceRequest) -> Instance:
        made = self.native.compute.create_server(**self._attributes(request))
        return self._get_instance(made.id)

    def _attributes(self, request: InstanceRequest) -> dict[str, Any]:
        image = self.find_image(request.image)
        wanted: dict[str, Any] = {
            "name": request.name,
            "flavor_id": self.find_instance_type(request.instance_type).id,
            "networks": self._networks(request.network),
        }
        if request.root_disk_gib is None:
            wanted["image_id"] = image.id
        else:
            wanted["block_device_mapping"] = [_root_volume(image.id, request.root_disk_gib)]
        if request.key_pair is not None:
            wanted["key_name"] = self.get_key_pair(request.key_pair).name
        if request.security_groups:
            wanted["security_groups"] = [{"name": group} for group in request.security_groups]
        if request.user_data is not None:
            wanted["user_data"] = b64encode(request.user_data).decode()
        if request.tags:
            wanted["metadata"] = dict(request.tags)
        if request.zone is not None:
            wanted["availability_zone"] = request.zone
        if request.placement_group is not None:
            wanted["scheduler_hints"] = {"group": self.find_server_group(request.placement_group).id}
        return wanted

    def _networks(self, name_or_id: str | None) -> str | list[dict[str, str]]:
        if name_or_id is None:
            # The only network of the project, or one that Neutron makes.
            return "auto"
        return [{"uuid": find_one(name_or_id, "network", self._network, self._networks_named).id}]

    def _network(self, network_id: str) -> _Network:
        found = self._request(self.native.network, "GET", "networks", network_id)["network"]
        return _Network(found["id"], found["name"])

    def _networks_named(self, name: str) -> Iterator[_Network]:
        networks = self._pages(self.native.network, "/networks", "networks", {"name": name})
        return (_Network(one["id"], one["name"]) for one in networks)

    def _update_instance(self, instance_id: str, name: str | None, tags: dict[str, str] | None) -> None:
        # The tags first: a name is refused before anything is sent.
        if tags is not None:
            self._nova("PUT", "servers", instance_id, "metadata", json={"metadata": tags})
        if name is not None:
            self._nova("PUT", "servers", instance_id, json={"server": {"name": name}})

    def _start_instance(self, instance_id: str) -> None:
        # Looked at first: what is paused, suspended or shelved is started by another word.
        status = self._get_instance(instance_id).details["status"]
        start = getattr(self.native.compute, _STARTS.get(status, "start_server"))
        start(instance_id)

    def _stop_instance(self, instance_id: str) -> None:
        self.native.compute.stop_server(instance_id)

    def _reboot_instance(self, instance_id: str) -> None:
        self.native.compute.reboot_server(instance_id, "SOFT")

    def _terminate_instance(self, instance_id: str) -> None:
        self.native.compute.delete_server(instance_id, ignore_missing=False)

    def _get_console_output(self, instance_id: str, lines: int | None) -> str:
        return str(self.native.compute.get_server_console_output(instance_id, length=lines)["output"])


def _root_volume(image_id: str, size_gib: int) -> dict[str, Any]:
    return {
        "boot_index": 0,
        "uuid": image_id,
        "source_type": "image",
        "destination_type": "volume",
        "volume_size": size_gib,
        "delete_on_termination": True,
    }
