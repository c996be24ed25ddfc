"""A Ceph object gateway, with a cluster of one monitor and one in-memory disk behind it.

The daemons run in the foreground as children of the test run, as any user, and trust each other. All they
keep is in one folder. There is no manager: nothing here reads its statistics, and it takes 300 MB. The
gateway's port answers S3 and Swift. As it comes, it spreads the list of each bucket over eleven objects,
works with 512 threads and notes each step for a log that nobody reads: all of that is turned down or off.

Release 16 knows no ``x-amz-checksum-*``. It honours conditions on a single put, not on a copy nor on
completing a multipart upload, whose answer carries an empty ETag. It has one storage class and no server-side
encryption.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.process import (
    ServerUnavailableError,
    answers,
    clean_environment,
    reserved_port,
    running,
)
from tests.servers.s3_server import S3Server

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")
DISK_BYTES = 8 << 30  # a ceiling: the in-memory disk takes what is stored in it, not this

CONFIGURATION = """\
[global]
fsid = {cluster_id}
mon host = v2:127.0.0.1:{monitor_port}
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
paxos propose interval = 0.01
paxos min wait = 0.01
mon allow pool size one = true
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd crush chooseleaf type = 0
osd objectstore = memstore
osd enable op tracker = false
memstore device bytes = {disk_bytes}
run dir = {folder}
keyring = {folder}/keyring
log file = {folder}/$name.log
admin socket = {folder}/$name.$pid.asok
debug ms = 0/0
debug monc = 0/0
debug objecter = 0/0
debug osd = 0/0
debug rados = 0/0
debug rgw = 0/0
mon data = {folder}/mon
osd data = {folder}/osd

[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:{port} tcp_nodelay=1
rgw override bucket index max shards = 1
rgw thread pool size = 16
"""


@dataclass(frozen=True)
class SwiftAccount:
    """Credentials for the gateway's Swift API (version 1 authentication)."""

    auth_url: str
    storage_url: str
    user: str
    key: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class CephServer(S3Server):
    """The gateway's S3 endpoint, and the same account through Swift."""

    swift: SwiftAccount


@contextmanager
def ceph() -> Iterator[CephServer]:
    """Run a cluster and its gateway for as long as the block lasts.

    Raises:
        ServerUnavailableError: a program of Ceph is not installed.
    """
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        raise ServerUnavailableError(
            f"{', '.join(missing)} not installed (Debian: ceph-mon ceph-osd radosgw)"
        )
    # Not the usual temporary folder: the monitor wants a real disk, and socket paths must be short.
    with (
        tempfile.TemporaryDirectory(prefix="ceph-", dir="/var/tmp") as folder,
        reserved_port() as monitor_port,
        reserved_port() as port,
        ExitStack() as daemons,
    ):
        cluster = _Cluster(Path(folder), monitor_port, port)
        cluster.start_storage(daemons)
        cluster.start_gateway(daemons)
        yield cluster.create_account()


class _Cluster:
    def __init__(self, folder: Path, monitor_port: int, port: int) -> None:
        self._folder = folder
        self._environment = clean_environment(folder)
        self._id = str(uuid.uuid4())
        self._monitor_port = monitor_port
        self._port = port
        (folder / "keyring").touch()
        for data in ("mon", "osd"):
            (folder / data).mkdir()
        (folder / "ceph.conf").write_text(
            CONFIGURATION.format(
                folder=folder,
                cluster_id=self._id,
                monitor_port=monitor_port,
                port=port,
                disk_bytes=DISK_BYTES,
            )
        )

    def start_storage(self, daemons: ExitStack) -> None:
        """Start the monitor, then the disk that registers with it."""
        monitor_map = str(self._folder / "monmap")
        address = f"[v2:127.0.0.1:{self._monitor_port}]"
        disk_id = str(uuid.uuid4())
        self._run("monmaptool", "--create", "--fsid", self._id, "--addv", "a", address, monitor_map)
        self._run("ceph-mon", "-i", "a", "--mkfs", "--monmap", monitor_map)
        self._start(daemons, "ceph-mon", "-i", "a", ready=lambda: answers(self._monitor_port))
        self._run("ceph", "--connect-timeout", "30", "osd", "new", disk_id, "0")
        self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", disk_id)
        self._start(daemons, "ceph-osd", "-i", "0", ready=lambda: "1 up" in self._run("ceph", "osd", "stat"))

    def start_gateway(self, daemons: ExitStack) -> None:
        """Start the gateway; it makes its pools on the disk first."""
        self._start(daemons, "radosgw", "-n", "client.rgw", ready=lambda: answers(self._port))

    def create_account(self) -> CephServer:
        """One user with full access to the S3 and to the Swift side."""
        endpoint = f"http://127.0.0.1:{self._port}"
        swift = SwiftAccount(
            f"{endpoint}/auth/v1.0", f"{endpoint}/swift/v1", "tester:swift", "swift-secret-key"
        )
        server = CephServer("ceph", endpoint, "CEPHTESTKEY", "ceph-secret-key", swift=swift)
        user = f"--uid={swift.user.partition(':')[0]}"
        s3_keys = (f"--access-key={server.access_key}", f"--secret-key={server.secret_key}")
        self._administer("user", "create", user, "--display-name=tester", *s3_keys)
        self._administer(
            "subuser",
            "create",
            user,
            f"--subuser={swift.user}",
            "--access=full",
            f"--secret-key={swift.key}",
            "--key-type=swift",
        )
        return server

    def _administer(self, *arguments: str) -> None:
        self._run("radosgw-admin", "-n", "client.rgw", *arguments)

    def _run(self, program: str, *arguments: str) -> str:
        command = [program, "-c", str(self._folder / "ceph.conf"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=self._environment, timeout=300)
        if done.returncode != 0:
            raise RuntimeError(f"{program} {' '.join(arguments[:2])}: {done.stderr[-1000:]}")
        return done.stdout

    def _start(self, daemons: ExitStack, program: str, *arguments: str, ready: Callable[[], bool]) -> None:
        daemons.enter_context(
            running(
                [program, "-f", "-c", str(self._folder / "ceph.conf"), *arguments],
                ready=ready,
                log=self._folder / f"{program}.out",
                env=self._environment,
                stop_with=signal.SIGKILL,  # nothing of it is to be kept
            )
        )
