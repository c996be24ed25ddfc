"""Cinder's backups, as a test wants them: made or not made, while tests that want the other wait."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from openstack.connection import Connection

from tests.servers.openstack.stack import backends
from tests.servers.openstack.stack.demand import demand
from tests.servers.openstack.stack.readiness import connect
from tests.servers.openstack.stack.site import Site
from tests.servers.process import wait_until

SECONDS = 60


@contextmanager
def with_backups(site: Site) -> Iterator[None]:
    """A time in which backups are made; cinder-backup starts with the first one."""
    with _turn(site, fcntl.LOCK_SH), connect(site) as admin:
        demand(site, "cinder-backup")
        wait_until(lambda: _is_up(admin), "cinder-backup up", SECONDS)
        yield


@contextmanager
def without_backups(site: Site) -> Iterator[None]:
    """A time in which none are made."""
    with _turn(site, fcntl.LOCK_EX):
        _disable(site, True)
        try:
            yield
        finally:
            _disable(site, False)


@contextmanager
def _turn(site: Site, kind: int) -> Iterator[None]:
    with (site.folder / "backups.lock").open("a") as lock:
        fcntl.flock(lock, kind)
        yield


def _is_up(admin: Connection) -> bool:
    return any(one.binary == "cinder-backup" and one.state == "up" for one in admin.block_storage.services())


def _disable(site: Site, disabled: bool) -> None:
    # Cinder 28's own call to disable a service answers that it is, and changes nothing.
    statement = f"UPDATE services SET disabled = {disabled} WHERE `binary` = 'cinder-backup'"  # noqa: S608
    backends.execute(site, statement, "cinder")
