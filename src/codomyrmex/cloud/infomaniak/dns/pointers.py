"""The names of floating IP addresses.

https://docs.openstack.org/api-ref/dns/#floatingips
"""

from __future__ import annotations

from collections.abc import Iterator

from codomyrmex.cloud.common.dns import DNSState
from codomyrmex.cloud.common.dns.names import zone_name
from codomyrmex.cloud.common.dns.records import check_ttl
from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.cloud.infomaniak.dns.conversion import PointerRecord, pointer_of
from codomyrmex.cloud.infomaniak.dns.requests import DesignateClient
from codomyrmex.validation import check_identifier

_PATH = ("reverse", "floatingips")


class PointerRecords(DesignateClient):
    """PTR records of the project's floating IP addresses, whose zones are the provider's."""

    @operation("list_ptr_records")
    def list_ptr_records(self) -> Iterator[PointerRecord]:
        """Every floating IP address of the project, with its name or without one."""
        return begin(map(pointer_of, self._items("/reverse/floatingips", "floatingips")), self._error_of)

    @operation("get_ptr_record")
    def get_ptr_record(self, floating_ip_id: str) -> PointerRecord:
        """The name of a floating IP address, by Neutron's id of the address.

        Raises:
            NotFoundError: the project has no such address.
        """
        check_identifier(floating_ip_id, "the id of a floating IP address")
        return pointer_of(self._ask("GET", *_PATH, self._segment(floating_ip_id)))

    @operation("find_ptr_record")
    def find_ptr_record(self, address_or_id: str) -> PointerRecord:
        """The same by the address itself, or by its id.

        Raises:
            NotFoundError: the project has no such address.
        """
        check_identifier(address_or_id, "a floating IP address")
        return self._find_pointer(address_or_id)

    @operation("set_ptr_record")
    def set_ptr_record(
        self,
        floating_ip_id: str,
        name: str,
        *,
        ttl: int | None = None,
        description: str | None = None,
        wait: bool = True,
        timeout: float = 300.0,
    ) -> PointerRecord:
        """Give a floating IP address a name.

        Args:
            floating_ip_id: Neutron's id of the address.
            name: its absolute name; the final dot may be left out.
            ttl: seconds for which an answer is kept; the zone's if not given.
            description: for people.
            wait: until the name servers answer so.
            timeout: seconds to wait at most.

        Raises:
            NotFoundError: the project has no such address.
            InvalidRequestError: the name is none.
            OperationTimeoutError: the time is over; the name is set.
        """
        check_identifier(floating_ip_id, "the id of a floating IP address")
        check_ttl(ttl)
        body = {"ptrdname": zone_name(name), "ttl": ttl, "description": description}
        segment = self._segment(floating_ip_id)
        made = pointer_of(self._ask("PATCH", *_PATH, segment, json=body))
        return self._settled_pointer(segment, timeout) if wait else made

    @operation("unset_ptr_record")
    def unset_ptr_record(self, floating_ip_id: str) -> None:
        """Take the name of a floating IP address away; nothing happens where it has none.

        Does not wait: the zone is the provider's, and does not tell when its name servers have it.

        Raises:
            NotFoundError: the project has no such address.
        """
        check_identifier(floating_ip_id, "the id of a floating IP address")
        self._ask("PATCH", *_PATH, self._segment(floating_ip_id), json={"ptrdname": None})

    def _segment(self, floating_ip_id: str) -> str:
        region = self.region or self._find_pointer(floating_ip_id).region
        return f"{region}:{floating_ip_id}"

    def _find_pointer(self, address_or_id: str) -> PointerRecord:
        for found in map(pointer_of, self._items("/reverse/floatingips", "floatingips")):
            if address_or_id in (found.address, found.floating_ip_id):
                return found
        raise NotFoundError("The project has no such floating IP address.", resource=address_or_id)

    def _settled_pointer(self, segment: str, timeout: float) -> PointerRecord:
        return wait_until(
            lambda: pointer_of(self._ask("GET", *_PATH, segment)),
            Wait(
                noun="PTR record",
                wanted=DNSState.ACTIVE,
                state=lambda record: record.state,
                reached=lambda record: record.state is DNSState.ACTIVE,
                failed=lambda record: record.state is DNSState.ERROR,
            ),
            timeout=timeout,
        )
