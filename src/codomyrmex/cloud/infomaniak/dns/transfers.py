"""Handing zones over to other projects.

https://docs.openstack.org/api-ref/dns/#zone-ownership-transfers-requests
"""

from __future__ import annotations

from collections.abc import Iterator

from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.dns.conversion import ZoneTransfer, transfer_of
from codomyrmex.cloud.infomaniak.dns.requests import DesignateClient
from codomyrmex.cloud.infomaniak.requests import path_of
from codomyrmex.validation import check_identifier

_REQUESTS = ("zones", "tasks", "transfer_requests")


class ZoneTransfers(DesignateClient):
    """Offers of zones: one project makes one, the other accepts it with its id and key."""

    @operation("create_zone_transfer")
    def create_zone_transfer(
        self, zone_id: str, *, target_project_id: str | None = None, description: str | None = None
    ) -> ZoneTransfer:
        """Offer a zone to another project. Until it accepts, the zone stays where it is.

        Args:
            zone_id: the zone's id.
            target_project_id: the only project that may accept; every one that has the key if not given.
            description: for people.

        Returns:
            The offer, with the key that the other project needs.

        Raises:
            NotFoundError: the zone is not there.
        """
        check_identifier(zone_id, "a zone id")
        body = {"target_project_id": target_project_id, "description": description}
        given = {name: value for name, value in body.items() if value is not None}
        return transfer_of(self._ask("POST", "zones", zone_id, "tasks", "transfer_requests", json=given))

    @operation("list_zone_transfers")
    def list_zone_transfers(self) -> Iterator[ZoneTransfer]:
        """The offers that the project has made, and those made to it alone."""
        return begin(map(transfer_of, self._items(path_of(*_REQUESTS), "transfer_requests")), self._error_of)

    @operation("get_zone_transfer")
    def get_zone_transfer(self, transfer_id: str) -> ZoneTransfer:
        """One offer; its key is there for the project that made it.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(transfer_id, "the id of a zone transfer")
        return transfer_of(self._ask("GET", *_REQUESTS, transfer_id))

    @operation("accept_zone_transfer")
    def accept_zone_transfer(self, transfer_id: str, transfer_key: str) -> str:
        """Take over a zone that another project offers.

        Args:
            transfer_id: the id of the offer.
            transfer_key: its key.

        Returns:
            The zone's id, which stays the same.

        Raises:
            NotFoundError: there is no such offer.
            PermissionDeniedError: the key is wrong, or it is offered to another project.
        """
        check_identifier(transfer_id, "the id of a zone transfer")
        body = {"zone_transfer_request_id": transfer_id, "key": transfer_key}
        return str(self._ask("POST", "zones", "tasks", "transfer_accepts", json=body)["zone_id"])

    @operation("delete_zone_transfer")
    def delete_zone_transfer(self, transfer_id: str) -> None:
        """Take an offer back.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(transfer_id, "the id of a zone transfer")
        self._ask("DELETE", *_REQUESTS, transfer_id)
