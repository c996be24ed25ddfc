"""Operations on record sets."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence

from codomyrmex.cloud.common.dns.names import record_name
from codomyrmex.cloud.common.dns.plan import is_same
from codomyrmex.cloud.common.dns.records import check_record_set, record_data, record_type
from codomyrmex.cloud.common.dns.values import DNSState, RecordSet, Zone
from codomyrmex.cloud.common.dns.zones import ZoneClient
from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.validation import check_identifier


class RecordSetClient(ZoneClient):
    """The record sets of zones.

    Wherever a zone is asked for it is a `Zone` or its id; an id is looked up first. Names are relative to
    the zone (``www``), absolute (``www.example.org.``), or ``@`` for the zone itself.
    """

    @operation("list_record_sets")
    def list_record_sets(
        self, zone: Zone | str, *, name: str | None = None, type: str | None = None
    ) -> Iterator[RecordSet]:
        """The record sets of a zone, lazily and in the provider's order.

        Args:
            zone: the zone or its id.
            name: only those of this name.
            type: only those of this type.

        Raises:
            NotFoundError: the zone is not there.
        """
        of = self._zone(zone)
        wanted = None if name is None else record_name(name, of.name)
        kind = None if type is None else record_type(type)
        return begin(self._list_record_sets(of, wanted, kind), self._error_of)

    @operation("get_record_set")
    def get_record_set(self, zone: Zone | str, name: str, type: str) -> RecordSet:
        """All records of a name and type.

        Raises:
            NotFoundError: there is none, or the zone is not there.
        """
        return self._present(self._zone(zone), name, type)

    @operation("create_record_set")
    def create_record_set(
        self,
        zone: Zone | str,
        name: str,
        type: str,
        records: Sequence[str] | str,
        *,
        ttl: int | None = None,
        wait: bool = True,
        timeout: float = 300.0,
    ) -> RecordSet:
        """Make a record set.

        Args:
            zone: the zone or its id.
            name: whose records they are.
            type: a `RecordType`.
            records: the data of each, as zone files have it. Names in it end with a dot, or are one word and
                relative to the zone. The text of a TXT record may be given as it is.
            ttl: seconds for which an answer is kept; the zone's if not given.
            wait: until the name servers answer so.
            timeout: seconds to wait at most.

        Raises:
            AlreadyExistsError: the name has records of this type.
            ConflictError: it would stand beside a CNAME record.
            InvalidRequestError: the name or the data is wrong.
            NotSupportedError: the service has no such records.
            QuotaExceededError: the zone can have no more.
            OperationTimeoutError: the time is over; the record set is made.
        """
        of = self._zone(zone)
        made = self._create_record_set(of, _wanted(of, name, type, records, ttl))
        return self._settled(of, made, timeout) if wait else made

    @operation("upsert_record_set")
    def upsert_record_set(
        self,
        zone: Zone | str,
        name: str,
        type: str,
        records: Sequence[str] | str,
        *,
        ttl: int | None = None,
        wait: bool = True,
        timeout: float = 300.0,
    ) -> RecordSet:
        """Make a record set be as it is given, whether it is there or not. Nothing is sent where it is so.

        The arguments and errors are those of :meth:`create_record_set`.
        """
        of = self._zone(zone)
        wanted = _wanted(of, name, type, records, ttl)
        found = self._find(of, wanted.name, wanted.type)
        if found is not None and is_same(found, wanted, of) and found.ttl == wanted.ttl:
            made = found
        elif found is not None:
            made = self._update_record_set(of, found, wanted)
        else:
            made = self._create_record_set(of, wanted)
        return self._settled(of, made, timeout) if wait else made

    @operation("update_record_set")
    def update_record_set(
        self,
        zone: Zone | str,
        name: str,
        type: str,
        records: Sequence[str] | str | None = None,
        *,
        ttl: int | None = None,
        wait: bool = True,
        timeout: float = 300.0,
    ) -> RecordSet:
        """Change a record set that is there; what is not given stays.

        The arguments are those of :meth:`create_record_set`.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: the data is wrong, or it is the service's own.
        """
        of = self._zone(zone)
        found = self._present(of, name, type)
        data = found.records if records is None else records
        wanted = _wanted(of, found.name, type, data, found.ttl if ttl is None else ttl)
        made = self._update_record_set(of, found, wanted)
        return self._settled(of, made, timeout) if wait else made

    @operation("delete_record_set")
    def delete_record_set(
        self, zone: Zone | str, name: str, type: str, *, wait: bool = True, timeout: float = 300.0
    ) -> None:
        """Delete all records of a name and type.

        Raises:
            NotFoundError: there is none.
            InvalidRequestError: it is the SOA record or the zone's name servers.
        """
        of = self._zone(zone)
        wanted = RecordSet(of.name, record_name(name, of.name), record_type(type), ())
        if wanted.is_the_zones_own:
            raise InvalidRequestError(f"The {wanted.type} records of {of.name} are the service's own.")
        deleted = self._delete_record_set(of, self._present(of, name, type))
        if wait:
            self._wait_for_changes(of, [deleted], timeout)

    def _zone(self, zone: Zone | str) -> Zone:
        if isinstance(zone, Zone):
            return zone
        check_identifier(zone, "a zone id")
        return self._get_zone(zone)

    def _present(self, zone: Zone, name: str, type: str) -> RecordSet:
        full, kind = record_name(name, zone.name), record_type(type)
        found = self._find(zone, full, kind)
        if found is None:
            raise NotFoundError(f"{full} has no {kind} records.", resource=full)
        return found

    def _find(self, zone: Zone, name: str, type: str) -> RecordSet | None:
        return next(self._list_record_sets(zone, name, type), None)

    def _settled(self, zone: Zone, made: RecordSet, timeout: float) -> RecordSet:
        def look() -> RecordSet:
            return self._present(zone, made.name, made.type)

        return wait_until(
            look,
            Wait(
                noun=f"record set {made.name} {made.type}",
                wanted=DNSState.ACTIVE,
                state=lambda one: one.state,
                reached=lambda one: one.state is DNSState.ACTIVE,
                failed=lambda one: one.state is DNSState.ERROR,
            ),
            timeout=timeout,
            first_pause=self.poll_seconds,
            longest_pause=self.longest_poll_seconds,
        )

    def _wait_for_changes(self, zone: Zone, changed: Sequence[RecordSet], timeout: float) -> None:
        """Wait until the name servers have changes, deletions among them.

        The state of the zone alone does not tell: it may be active again when its name servers have the first
        of several changes.

        Args:
            zone: the zone.
            changed: what the service answered to each change.
            timeout: seconds to wait at most.
        """
        wait_until(
            self._state_after(zone, changed),
            Wait(
                noun=f"changes of {zone.name}",
                wanted=DNSState.ACTIVE,
                state=lambda state: state,
                reached=lambda state: state is DNSState.ACTIVE,
                failed=lambda state: state is DNSState.ERROR,
            ),
            timeout=timeout,
            first_pause=self.poll_seconds,
            longest_pause=self.longest_poll_seconds,
        )

    @abstractmethod
    def _state_after(self, zone: Zone, changed: Sequence[RecordSet]) -> Callable[[], DNSState]:
        """What tells whether the name servers have changes that were made just now.

        `changed` is what the service answered to each.
        """

    @abstractmethod
    def _list_record_sets(self, zone: Zone, name: str | None, type: str | None) -> Iterator[RecordSet]: ...

    @abstractmethod
    def _create_record_set(self, zone: Zone, wanted: RecordSet) -> RecordSet: ...

    @abstractmethod
    def _update_record_set(self, zone: Zone, found: RecordSet, wanted: RecordSet) -> RecordSet: ...

    @abstractmethod
    def _delete_record_set(self, zone: Zone, found: RecordSet) -> RecordSet: ...


def _wanted(zone: Zone, name: str, type: str, records: Sequence[str] | str, ttl: int | None) -> RecordSet:
    kind = record_type(type)
    given = (records,) if isinstance(records, str) else records
    data = tuple(record_data(kind, one, zone.name) for one in given)
    wanted = RecordSet(zone.name, record_name(name, zone.name), kind, data, ttl)
    check_record_set(wanted)
    return wanted
