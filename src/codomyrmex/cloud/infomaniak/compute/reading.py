"""From the JSON of Nova and Glance to the values of every cloud."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from codomyrmex.cloud.common.compute import AvailabilityZone, Image, Instance, InstanceType, KeyPair
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.infomaniak.answers import moment
from codomyrmex.cloud.infomaniak.compute.states import image_state, instance_state
from codomyrmex.cloud.infomaniak.tags import is_mark, mark_of, tags_of

_PROVIDER = CloudProvider.INFOMANIAK


def instance_of(server: Mapping[str, Any], region: str | None) -> Instance:
    """The instance that a server is; ``details`` is all that Nova says, its own ``status`` included."""
    public, private = _addresses(server)
    image, fault = server["image"], server.get("fault")
    return Instance(
        id=server["id"],
        name=server["name"] or server["id"],
        state=instance_state(server),
        provider=_PROVIDER,
        region=region,
        zone=server["OS-EXT-AZ:availability_zone"] or None,
        instance_type=server["flavor"]["original_name"],
        # Of one that starts from a volume Nova says the empty text.
        image=image["id"] if image else None,
        public_ips=public,
        private_ips=private,
        created_at=moment(server["created"]),
        state_reason=None if fault is None else fault.get("message"),
        key_pair=server["key_name"],
        tags=server["metadata"],
        details=server,
    )


def image_of(image: Mapping[str, Any], region: str | None) -> Image:
    """The image; its tags have no values, and ``details`` has its properties."""
    return Image(
        id=image["id"],
        name=image["name"] or image["id"],
        state=image_state(image["status"]),
        provider=_PROVIDER,
        region=region,
        size=image["size"],
        min_disk_gib=image["min_disk"],
        min_memory_mib=image["min_ram"],
        architecture=image.get("architecture"),
        is_public=image["visibility"] == "public",
        created_at=moment(image["created_at"]),
        tags={word: "" for word in image["tags"] if not is_mark(word)}
        | tags_of(filter(is_mark, image["tags"])),
        details=image,
    )


def instance_type_of(flavor: Mapping[str, Any], region: str | None) -> InstanceType:
    """The instance type that a flavor is."""
    return InstanceType(
        id=flavor["id"],
        name=flavor["name"],
        vcpus=flavor["vcpus"],
        memory_mib=flavor["ram"],
        disk_gib=flavor["disk"],
        provider=_PROVIDER,
        region=region,
        details=flavor,
    )


def key_pair_of(pair: Mapping[str, Any], region: str | None) -> KeyPair:
    """The key pair; the private key, of a new one, is not among the details."""
    created = pair.get("created_at")
    return KeyPair(
        name=pair["name"],
        provider=_PROVIDER,
        region=region,
        fingerprint=pair["fingerprint"],
        public_key=pair["public_key"].strip(),
        private_key=pair.get("private_key"),
        created_at=moment(created),
        tags=mark_of(pair["public_key"]),
        details={name: value for name, value in pair.items() if name != "private_key"},
    )


def zone_of(zone: Mapping[str, Any], region: str | None) -> AvailabilityZone:
    """The availability zone."""
    return AvailabilityZone(zone["zoneName"], zone["zoneState"]["available"], _PROVIDER, region)


def _addresses(server: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    public: list[str] = []
    private: list[str] = []
    for addresses in server["addresses"].values():
        for address in addresses:
            floats = address.get("OS-EXT-IPS:type") == "floating"
            # A network of the provider's own hands out addresses of the internet as fixed ones.
            is_public = floats or ip_address(address["addr"]).is_global
            (public if is_public else private).append(address["addr"])
    return tuple(public), tuple(private)
