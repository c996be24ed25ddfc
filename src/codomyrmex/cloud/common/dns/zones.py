"""Operations on zones."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from threading import Event
from typing import ClassVar

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.dns.names import zone_name
from codomyrmex.cloud.common.dns.records import check_ttl
from codomyrmex.cloud.common.dns.values import DNSState, Zone
from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.validation import check_identifier


@dataclass(frozen=True, slots=True)
class ZoneSettings:
    """What :meth:`ZoneClient.create_zone` and :meth:`ZoneClient.update_zone` were asked for; ``None``: the
    provider's own, or unchanged. The tags are those of a new zone, and stay what they are."""

    email: str | None = None
    ttl: int | None = None
    description: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


class ZoneClient(ServiceClient, ABC):
    """The zones of one account. `_get_zone` raises `NotFoundError` for a zone that is not there."""

    capability: ClassVar[str] = "dns"
    poll_seconds: ClassVar[float] = 0.25
    """The first pause of a wait; each further one is twice as long."""
    longest_poll_seconds: ClassVar[float] = 1.0

    @operation("list_zones")
    def list_zones(self) -> Iterator[Zone]:
        """Every zone, lazily and in the provider's order.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_zones(), self._error_of)

    @operation("get_zone")
    def get_zone(self, zone_id: str) -> Zone:
        """One zone by the provider's id, with its name servers.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(zone_id, "a zone id")
        return self._get_zone(zone_id)

    @operation("find_zone")
    def find_zone(self, name_or_id: str) -> Zone:
        """One zone by its name, with or without the final dot, or by its id.

        Raises:
            NotFoundError: there is none.
            InvalidRequestError: several have the name; the message has their ids.
        """
        check_identifier(name_or_id, "a zone")
        found = list(self._find_zones(zone_name(name_or_id)))
        if len(found) > 1:
            ids = ", ".join(one.id for one in found)
            raise InvalidRequestError(f"Several zones are named {name_or_id}; use one of their ids: {ids}.")
        return self._get_zone(found[0].id if found else name_or_id)

    @operation("create_zone")
    def create_zone(
        self,
        name: str,
        *,
        email: str | None = None,
        ttl: int | None = None,
        description: str | None = None,
        wait: bool = True,
        timeout: float = 300.0,
    ) -> Zone:
        """Make a zone.

        Args:
            name: its name, with or without the final dot.
            email: who is responsible for it; ``hostmaster@`` the zone if not given.
            ttl: seconds for which answers are kept where a record set does not say it.
            description: for people.
            wait: until its name servers answer for it.
            timeout: seconds to wait at most.

        Raises:
            AlreadyExistsError: it is there.
            ConflictError: it would be above or below a zone that is somebody else's.
            QuotaExceededError: the account can have no more.
            OperationTimeoutError: the time is over; the zone is made.
        """
        settings = ZoneSettings(email, _checked_ttl(ttl), description, self._tagged(None))
        zone = self._create_zone(zone_name(name), settings)
        return self._wait_for_zone(zone.id, timeout) if wait else zone

    @operation("update_zone")
    def update_zone(
        self,
        zone_id: str,
        *,
        email: str | None = None,
        ttl: int | None = None,
        description: str | None = None,
        wait: bool = True,
        timeout: float = 300.0,
    ) -> Zone:
        """Change a zone; what is not given stays. Raises as :meth:`get_zone`."""
        check_identifier(zone_id, "a zone id")
        settings = ZoneSettings(email, _checked_ttl(ttl), description)
        zone = self._update_zone(zone_id, settings)
        return self._wait_for_zone(zone_id, timeout) if wait else zone

    @operation("delete_zone")
    def delete_zone(self, zone_id: str, *, wait: bool = True, timeout: float = 300.0) -> None:
        """Delete a zone with all its records.

        Raises:
            NotFoundError: it is not there.
            ConflictError: it cannot be deleted as it is.
        """
        check_identifier(zone_id, "a zone id")
        self._delete_zone(zone_id)
        if wait:
            self._wait_for_zone(zone_id, timeout, state=DNSState.DELETED)

    @operation("wait_for_zone")
    def wait_for_zone(
        self,
        zone_id: str,
        state: DNSState = DNSState.ACTIVE,
        *,
        timeout: float = 300.0,
        cancelled: Event | None = None,
        progress: Callable[[Zone], object] | None = None,
    ) -> Zone:
        """Wait until a zone is in a state, by default until its name servers have every change of it.

        Args:
            zone_id: the provider's id.
            state: the state to wait for.
            timeout: seconds to wait at most.
            cancelled: set by another thread to end the wait at once.
            progress: told the zone at each look.

        Raises:
            OperationTimeoutError: the time is over.
            ConflictError: it has failed.
            NotFoundError: it is not there.
        """
        check_identifier(zone_id, "a zone id")
        return self._wait_for_zone(zone_id, timeout, state=state, cancelled=cancelled, progress=progress)

    def _wait_for_zone(
        self,
        zone_id: str,
        timeout: float,
        *,
        state: DNSState = DNSState.ACTIVE,
        cancelled: Event | None = None,
        progress: Callable[[Zone], object] | None = None,
    ) -> Zone:
        seen: Zone | None = None

        def look() -> Zone:
            nonlocal seen
            try:
                seen = self._get_zone(zone_id)
            except NotFoundError:
                if state is not DNSState.DELETED:
                    raise
                # Which zone it was is known where it was seen before.
                before = seen or Zone(zone_id, zone_id, DNSState.DELETED, self.provider)
                seen = replace(before, state=DNSState.DELETED)
            return seen

        return wait_until(
            look,
            Wait(
                noun="zone",
                wanted=state,
                state=lambda zone: zone.state,
                reached=lambda zone: zone.state is state,
                failed=lambda zone: zone.state is DNSState.ERROR,
            ),
            timeout=timeout,
            first_pause=self.poll_seconds,
            longest_pause=self.longest_poll_seconds,
            cancelled=cancelled,
            progress=progress,
        )

    @abstractmethod
    def _list_zones(self) -> Iterator[Zone]: ...

    @abstractmethod
    def _get_zone(self, zone_id: str) -> Zone: ...

    @abstractmethod
    def _find_zones(self, name: str) -> Iterator[Zone]: ...

    @abstractmethod
    def _create_zone(self, name: str, settings: ZoneSettings) -> Zone: ...

    @abstractmethod
    def _update_zone(self, zone_id: str, settings: ZoneSettings) -> Zone: ...

    @abstractmethod
    def _delete_zone(self, zone_id: str) -> None: ...


def _checked_ttl(ttl: int | None) -> int | None:
    check_ttl(ttl)
    return ttl
