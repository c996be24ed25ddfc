"""Giving a volume to another project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.answers import moment
from codomyrmex.cloud.infomaniak.block_storage.requests import CinderRequests
from codomyrmex.validation import check_identifier

_PATH = "os-volume-transfer"


@dataclass(frozen=True, slots=True)
class VolumeTransfer:
    """A volume that waits to be taken by another project.

    Attributes:
        id: Cinder's id of the transfer, which the other project needs.
        name: its name; the id where it has none.
        volume_id: the volume.
        created_at: when it was offered.
        auth_key: what the other project needs besides; only Cinder's answer to the offer has it.
    """

    id: str
    name: str
    volume_id: str
    created_at: datetime | None = None
    auth_key: str | None = field(default=None, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        # What is pickled is kept or sent on: the key is not.
        return type(self), (self.id, self.name, self.volume_id, self.created_at)


class TransferOperations(CinderRequests):
    """What :class:`InfomaniakVolumeClient` does with transfers.

    https://docs.openstack.org/api-ref/block-storage/v3/#volume-transfer
    """

    @operation("list_transfers")
    def list_transfers(self) -> Iterator[VolumeTransfer]:
        """The volumes that wait to be taken."""
        pages = self._pages(self._cinder, f"/{_PATH}/detail", "transfers")
        return begin(map(_transfer_of, pages), self._error_of)

    @operation("get_transfer")
    def get_transfer(self, transfer_id: str) -> VolumeTransfer:
        """One volume that waits to be taken, by the id of its transfer, without its key.

        Raises:
            NotFoundError: there is no such offer.
        """
        check_identifier(transfer_id, "a transfer id")
        return _transfer_of(self._ask("GET", _PATH, transfer_id)["transfer"])

    @operation("find_transfer")
    def find_transfer(self, name_or_id: str) -> VolumeTransfer:
        """One volume that waits to be taken, by the id or the name of its transfer; raises as
        :meth:`find_backup`."""
        check_identifier(name_or_id, "a transfer's name or id")
        return find_one(
            name_or_id,
            "transfer",
            self.get_transfer,
            lambda name: (one for one in self.list_transfers() if one.name == name),
        )

    @operation("create_transfer")
    def create_transfer(self, volume_id: str, name: str) -> VolumeTransfer:
        """Offer a volume to whoever knows the id and the key of what is returned.

        Raises:
            NotFoundError: the volume is not there.
            ConflictError: it is not available.
        """
        check_identifier(volume_id, "a volume id")
        check_identifier(name, "a transfer name")
        wanted = {"volume_id": volume_id, "name": name}
        return _transfer_of(self._ask("POST", _PATH, json={"transfer": wanted}, secret=True)["transfer"])

    @operation("accept_transfer")
    def accept_transfer(self, transfer_id: str, auth_key: str) -> str:
        """Take a volume that another project offers, and return its id.

        Raises:
            NotFoundError: there is no such offer.
            InvalidRequestError: the key is wrong.
            QuotaExceededError: the project has no room for it.
        """
        check_identifier(transfer_id, "a transfer id")
        check_identifier(auth_key, "a transfer's key")
        wanted = {"accept": {"auth_key": auth_key}}
        return str(
            self._ask("POST", _PATH, transfer_id, "accept", json=wanted, secret=True)["transfer"]["volume_id"]
        )

    @operation("delete_transfer")
    def delete_transfer(self, transfer_id: str) -> None:
        """Take an offer back; the volume is available again.

        Raises:
            NotFoundError: there is no such offer.
        """
        check_identifier(transfer_id, "a transfer id")
        self._ask("DELETE", _PATH, transfer_id)


def _transfer_of(found: Mapping[str, Any]) -> VolumeTransfer:
    return VolumeTransfer(
        id=found["id"],
        name=found["name"] or found["id"],
        volume_id=found["volume_id"],
        created_at=moment(found["created_at"]),
        auth_key=found.get("auth_key"),
    )
