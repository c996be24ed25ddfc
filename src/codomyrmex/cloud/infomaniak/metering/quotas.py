"""What a project may have at most, of the services that also say how much of it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from codomyrmex.cloud.common.quotas import Quota
from codomyrmex.cloud.infomaniak.requests import ask

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.service import OpenStackClient


def quotas(client: OpenStackClient) -> Iterator[Quota]:
    """The quotas of Nova, Cinder and Neutron, whose names begin with the service's."""
    native, project = client.native, client.native.current_project_id
    said = ask(native.compute, "GET", "os-quota-sets", project, "detail")["quota_set"]
    yield from _of("compute", said, "in_use")
    usage = {"usage": "true"}
    said = ask(native.block_storage, "GET", "os-quota-sets", project, params=usage)["quota_set"]
    yield from _of("block_storage", said, "in_use")
    said = ask(native.network, "GET", "quotas", project, "details")["quota"]
    yield from _of("network", said, "used")


def _of(service: str, said: Mapping[str, Any], used: str) -> Iterator[Quota]:
    for name, one in said.items():
        if isinstance(one, Mapping):
            limit = int(one["limit"])
            yield Quota(
                f"{service}.{name}", None if limit < 0 else limit, int(one[used]) + int(one["reserved"])
            )
