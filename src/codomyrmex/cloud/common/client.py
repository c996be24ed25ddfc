"""What clients of every service have in common, storage apart."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Self

if TYPE_CHECKING:
    from codomyrmex.cloud.common.errors import CloudError
    from codomyrmex.cloud.common.providers import CloudProvider


class ServiceClient:
    """A client of one service in one account and region.

    Attributes:
        capability: the name of what the service does: ``compute``, ``dns``.
        provider: whose service it is.
        default_tags: put on all that it makes, beside the tags of the call.
    """

    capability: ClassVar[str]
    provider: CloudProvider
    default_tags: Mapping[str, str] = MappingProxyType({})

    def _tagged(self, tags: Mapping[str, str] | None) -> dict[str, str]:
        """The tags of something new: the client's own and those of the call."""
        return {**self.default_tags, **(tags or {})}

    @property
    def native(self) -> Any:
        """The client of the provider's own SDK, for what is not here."""
        raise NotImplementedError

    def _error_of(self, error: Exception) -> CloudError | None:
        """The error that an exception of the provider's SDK stands for; ``None`` for one of somebody else."""
        return None

    def close(self) -> None:
        """Let go of connections. A client that is used again opens new ones."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
