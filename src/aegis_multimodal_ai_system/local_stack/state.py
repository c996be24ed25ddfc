"""What runs of the stack."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class State:
    """The two servers.

    Attributes:
        store: what the object store is.
        store_runs: whether it does.
        database: what the database is.
        database_runs: whether it does.
    """

    store: str
    store_runs: bool
    database: str
    database_runs: bool

    @property
    def all_run(self) -> bool:
        """Whether both do."""
        return self.store_runs and self.database_runs
