"""What a transfer is made of, and what it reports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.storage import StorageClient


class Place(Protocol):
    """One end of a transfer: a path on this machine, or a key in a bucket."""

    @property
    def storage(self) -> StorageClient | None:
        """The storage; ``None`` for this machine's files."""
        ...

    @property
    def bucket(self) -> str | None:
        """The bucket, in a storage."""
        ...

    @property
    def key(self) -> str:
        """The key or prefix, in a storage; may be empty."""
        ...

    @property
    def path(self) -> Path | None:
        """The path, on this machine."""
        ...

    @property
    def url(self) -> str:
        """The address as the user has it."""
        ...


# Not frozen: making a frozen one takes about four times as long, and a plan has one for every file of a tree.
@dataclass(slots=True)
class Transfer:
    """One file or object to copy.

    Attributes:
        source: the path or key to read.
        target: the path or key to write.
        size: bytes, where the plan knows; local files are measured when they are opened.
        refusal: why it cannot be copied, where the plan knows that already.
    """

    source: str
    target: str
    size: int | None = None
    refusal: CloudError | None = None


@dataclass(frozen=True, slots=True)
class TransferFailure:
    """A file or object that was not copied, and why."""

    transfer: Transfer
    error: CloudError


@dataclass(frozen=True, slots=True)
class TransferLoss:
    """What the target could not hold of an object that was copied, each in a few words."""

    transfer: Transfer
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TransferReport:
    """The end of a transfer.

    Attributes:
        files: how many were copied.
        bytes: how many bytes these have.
        seconds: how long it took.
        failures: those that were not copied.
        skipped: links and special files, which are not followed.
        losses: those that were copied without all they had.
    """

    files: int
    bytes: int
    seconds: float
    failures: tuple[TransferFailure, ...] = ()
    skipped: int = 0
    losses: tuple[TransferLoss, ...] = ()


class Observer(Protocol):
    """Told how a transfer goes, from any of its threads."""

    def planned(self, transfer: Transfer) -> None:
        """A file or object was found."""
        ...

    def moved(self, size: int) -> None:
        """So many more bytes are over; negative when an attempt begins again."""
        ...

    def finished(self, transfer: Transfer) -> None:
        """It is copied."""
        ...

    def failed(self, transfer: Transfer, error: CloudError) -> None:
        """It is not copied."""
        ...


class Unobserved:
    """Nobody watches."""

    def planned(self, transfer: Transfer) -> None:
        """Nothing to tell."""

    def moved(self, size: int) -> None:
        """Nothing to tell."""

    def finished(self, transfer: Transfer) -> None:
        """Nothing to tell."""

    def failed(self, transfer: Transfer, error: CloudError) -> None:
        """Nothing to tell."""
