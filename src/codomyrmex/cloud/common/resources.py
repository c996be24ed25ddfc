"""The generic view of any resource: what an inventory needs, whatever the resource is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.providers import ResourceType
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import check_identifier


@dataclass(frozen=True, slots=True)
class CloudResource:
    """One resource of an account.

    Attributes:
        id: the provider's own id.
        name: its name; the id where it has none.
        type: what it is.
        provider: whose it is.
        region: where it is, or ``None`` for a global one.
        state: the provider's word for its state, or ``None``.
        created_at: when it was made, with a time zone, or ``None`` where the provider does not say.
        tags: the user's own labels.
        details: what else the provider says about it.
    """

    id: str
    name: str
    type: ResourceType
    provider: str
    region: str | None = None
    state: str | None = None
    created_at: datetime | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


class CloudClient(ServiceClient, ABC):
    """Resources of every kind in one account.

    The methods that a user calls are here and the same everywhere; a provider fills in the hooks that
    begin with an underscore, and raises :class:`~codomyrmex.cloud.common.errors.CloudError` from them.
    """

    capability: ClassVar[str] = "resources"

    @operation("list_resources")
    def list_resources(self, type: ResourceType | None = None) -> Iterator[CloudResource]:
        """Every resource, or every one of a type, lazily and in the provider's order.

        Raises:
            NotSupportedError: the provider has no resources of this type.
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_resources(type), self._error_of)

    @operation("get_resource")
    def get_resource(self, resource_id: str, type: ResourceType | None = None) -> CloudResource:
        """One resource by the provider's id.

        Args:
            resource_id: the id.
            type: what it is; without it every service is asked.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(resource_id, "a resource id")
        return self._get_resource(resource_id, type)

    @operation("create_resource")
    def create_resource(
        self,
        type: ResourceType,
        name: str,
        *,
        region: str | None = None,
        tags: Mapping[str, str] | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> CloudResource:
        """Make a resource.

        Args:
            type: what to make.
            name: its name.
            region: where; the client's own region if not given.
            tags: labels to put on it.
            details: what the provider needs to know besides, by the provider's own words.

        Raises:
            AlreadyExistsError: one of this name is there.
            NotSupportedError: the provider makes none of this type.
        """
        check_identifier(name, "a resource name")
        return self._create_resource(type, name, region, dict(tags or {}), dict(details or {}))

    @operation("delete_resource")
    def delete_resource(self, resource_id: str, type: ResourceType | None = None) -> None:
        """Delete a resource by the provider's id.

        Args:
            resource_id: the id.
            type: what it is; without it every service is asked.

        Raises:
            NotFoundError: it is not there.
            ConflictError: something still needs it.
        """
        check_identifier(resource_id, "a resource id")
        self._delete_resource(resource_id, type)

    @abstractmethod
    def _list_resources(self, type: ResourceType | None) -> Iterator[CloudResource]: ...

    @abstractmethod
    def _get_resource(self, resource_id: str, type: ResourceType | None) -> CloudResource: ...

    @abstractmethod
    def _create_resource(
        self,
        type: ResourceType,
        name: str,
        region: str | None,
        tags: dict[str, str],
        details: dict[str, Any],
    ) -> CloudResource: ...

    @abstractmethod
    def _delete_resource(self, resource_id: str, type: ResourceType | None) -> None: ...
