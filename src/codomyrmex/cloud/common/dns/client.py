"""The contract of DNS: zones, record sets, zone files and planned changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from time import monotonic

from codomyrmex.cloud.common.dns.names import record_name, zone_name
from codomyrmex.cloud.common.dns.plan import ChangePlan, ZoneChange, is_same, plan_between
from codomyrmex.cloud.common.dns.record_sets import RecordSetClient
from codomyrmex.cloud.common.dns.records import record_data, record_type
from codomyrmex.cloud.common.dns.values import DNSState, RecordSet, Zone
from codomyrmex.cloud.common.dns.zonefile import read_zone_file, write_zone_file
from codomyrmex.cloud.common.dns.zones import ZoneSettings
from codomyrmex.cloud.common.errors import CloudError, ConflictError
from codomyrmex.cloud.common.telemetry import operation


class DNSClient(RecordSetClient):
    """Zones and records of one account, and what takes many changes at once.

    A provider fills in the hooks that begin with an underscore. One whose service applies many changes at
    once, or none, also overrides `_apply_changes`.
    """

    @operation("export_zone")
    def export_zone(self, zone: Zone | str) -> str:
        """A zone as a zone file (RFC 1035), with its SOA record and its name servers.

        Raises:
            NotFoundError: the zone is not there.
        """
        of = self._zone(zone)
        return write_zone_file(of, self._list_record_sets(of, None, None))

    @operation("import_zone")
    def import_zone(
        self,
        text: str,
        *,
        name: str | None = None,
        email: str | None = None,
        wait: bool = True,
        timeout: float = 300.0,
    ) -> Zone:
        """Make a zone and its record sets from a zone file; when a part fails the zone is deleted again.

        The SOA record gives the zone's settings; the name servers are the service's own, whatever the file
        has. ``$INCLUDE`` is refused.

        Args:
            text: the zone file.
            name: the zone's name, where the file has no SOA record.
            email: who is responsible, in place of whom the SOA record has.
            wait: until the name servers answer for it.
            timeout: seconds to wait at most.

        Raises:
            InvalidRequestError: it is no zone file, or a record of it is wrong; nothing was made.
            AlreadyExistsError: the zone is there; :meth:`plan_changes` changes one.
        """
        file = read_zone_file(text, zone=None if name is None else zone_name(name))
        # Planned before anything is made, so that a wrong file makes nothing.
        draft = Zone("", file.name, state=DNSState.PENDING, provider=self.provider, ttl=file.ttl)
        planned = plan_between(draft, (), file.record_sets)
        settings = ZoneSettings(email or file.email, file.ttl, tags=self._tagged(None))
        zone = self._create_zone(file.name, settings)
        try:
            made = self._apply_changes(zone, planned.changes)
            return self._served(zone, made, timeout) if wait else zone
        except BaseException as raised:
            self._unmake(zone, raised)
            raise

    @operation("plan_changes")
    def plan_changes(
        self, zone: Zone | str, wanted: Iterable[RecordSet] | str, *, delete: bool = True
    ) -> ChangePlan:
        """What has to change for a zone to be as it is wanted. Nothing is changed.

        The SOA record and the zone's name servers stay, whatever is wanted of them.

        Args:
            zone: the zone or its id.
            wanted: all record sets that it is to have, or the text of a zone file.
            delete: whether what is not wanted goes; otherwise it stays.

        Returns:
            The plan, which is false where nothing has to change; `ChangePlan.diff` shows it.

        Raises:
            InvalidRequestError: what is wanted is no zone file, or no name server could serve it.
        """
        of = self._zone(zone)
        if isinstance(wanted, str):
            aim = read_zone_file(wanted, zone=of.name, ttl=of.ttl).record_sets
        else:
            aim = tuple(_normal(of, one) for one in wanted)
        basis = tuple(self._list_record_sets(of, None, None))
        if not delete:
            named = {one.key for one in aim}
            aim = (*aim, *(one for one in basis if one.key not in named))
        return plan_between(of, basis, aim)

    @operation("apply_changes")
    def apply_changes(self, plan: ChangePlan, *, wait: bool = True, timeout: float = 300.0) -> None:
        """Make the changes of a plan: all of them, or none.

        What was changed is put back when a change fails, or when the time is over before the name servers
        have all of them.

        Args:
            plan: from :meth:`plan_changes`.
            wait: until the name servers answer so.
            timeout: seconds to wait at most.

        Raises:
            ConflictError: the zone has changed since it was planned; nothing was changed.
            NotFoundError: the zone is not there any more.
            OperationTimeoutError: the time is over; nothing is changed.
            CloudError: a change failed; the message has what could not be put back.
        """
        zone = self._get_zone(plan.zone.id)
        self._check_unchanged(plan)
        if not plan:
            return
        made = self._apply_changes(zone, plan.changes)
        if wait and made:
            try:
                self._wait_for_changes(zone, made, timeout)
            except BaseException as raised:
                self._put_back(zone, plan.changes, raised)
                raise

    def _check_unchanged(self, plan: ChangePlan) -> None:
        now = {
            one.key: one for one in self._list_record_sets(plan.zone, None, None) if not one.is_the_zones_own
        }
        then = {one.key: one for one in plan.basis if not one.is_the_zones_own}
        changed = sorted(
            key
            for key in now.keys() | then.keys()
            if key not in now or key not in then or not is_same(now[key], then[key], plan.zone)
        )
        if changed:
            name, kind = changed[0]
            more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
            raise ConflictError(
                f"{name} {kind}{more} changed after the plan was made; plan again. Nothing was changed."
            )

    def _apply_changes(self, zone: Zone, changes: Sequence[ZoneChange]) -> Sequence[RecordSet]:
        """Make all changes, or none; returns what the service answered to each. Does not wait."""
        made: list[RecordSet] = []
        for number, change in enumerate(changes, start=1):
            try:
                answer = self._make(zone, change.before, change.after)
            except BaseException as raised:
                # With the one that failed: it may have been made, and only its answer been lost.
                self._put_back(zone, changes[:number], raised)
                raise
            if answer is not None:
                made.append(answer)
        return made

    def _served(self, zone: Zone, made: Sequence[RecordSet], timeout: float) -> Zone:
        """Wait until the name servers answer for a zone that was made, with all that is in it."""
        deadline = monotonic() + timeout
        if made:
            self._wait_for_changes(zone, made, timeout)
        return self._wait_for_zone(zone.id, max(0.0, deadline - monotonic()))

    def _make(self, zone: Zone, found: RecordSet | None, wanted: RecordSet | None) -> RecordSet | None:
        if wanted is None:
            return None if found is None else self._delete_record_set(zone, found)
        if found is None:
            return self._create_record_set(zone, wanted)
        return None if is_same(found, wanted, zone) else self._update_record_set(zone, found, wanted)

    def _put_back(self, zone: Zone, changes: Sequence[ZoneChange], reason: BaseException) -> None:
        """Undo changes, the last one first, and say in the reason what could not be undone."""
        left: list[str] = []
        for change in reversed(changes):
            name, kind = change.record_set.key
            try:
                self._make(zone, self._find(zone, name, kind), change.before)
            except Exception as raised:
                error = self._typed(raised)
                if error is None:
                    raise
                left.append(f"{name} {kind} ({error.message.rstrip('.')})")
        if left:
            self._say(reason, f"Not put back: {', '.join(left)}.")

    def _unmake(self, zone: Zone, reason: BaseException) -> None:
        """Delete the zone that was to be imported, and say in the reason where that failed."""
        try:
            self._delete_zone(zone.id)
        except Exception as raised:
            error = self._typed(raised)
            if error is None:
                raise
            self._say(reason, f"The zone {zone.name} is left, as it could not be deleted: {error.message}")

    def _say(self, reason: BaseException, more: str) -> None:
        """Add to what an error says; one of a provider's SDK is raised anew as what it stands for."""
        error = self._typed(reason)
        if error is None:
            reason.add_note(more)
            return
        error.message = f"{error.message} {more}"
        if error is not reason:
            raise error from reason

    def _typed(self, error: BaseException) -> CloudError | None:
        if isinstance(error, CloudError):
            return error
        return self._error_of(error) if isinstance(error, Exception) else None


def _normal(zone: Zone, given: RecordSet) -> RecordSet:
    kind = record_type(given.type)
    named = RecordSet(zone.name, record_name(given.name, zone.name), kind, given.records, given.ttl)
    if named.is_the_zones_own:
        return named
    return replace(named, records=tuple(record_data(kind, one, zone.name) for one in given.records))
