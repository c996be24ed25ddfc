"""A Ceph object gateway, with a cluster of one monitor and one disk in a file.

What it keeps survives a stop and a crash. The daemons trust each other and listen on loopback alone.
"""

from __future__ import annotations

import json
import shutil
import uuid
from pathlib import Path

from aegis_multimodal_ai_system.local_stack.daemon import Daemon
from aegis_multimodal_ai_system.local_stack.errors import LocalStackError
from aegis_multimodal_ai_system.local_stack.ports import LOOPBACK, OF_STORE, answers, any_port_held, port_held
from aegis_multimodal_ai_system.local_stack.server import Server, environment, run
from aegis_multimodal_ai_system.local_stack.settings import StackSettings

PROGRAMS = ("ceph", "ceph-mon", "ceph-osd", "monmaptool", "radosgw", "radosgw-admin")
DISK_BYTES = 100 << 30  # a ceiling: the file takes what is stored in it, not this

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
mon data avail crit = 1
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd crush chooseleaf type = 0
osd objectstore = bluestore
osd memory target = 939524096
osd client watch timeout = 2
bluestore block size = {disk_bytes}
run dir = {folder}
keyring = {folder}/keyring
log to file = false
log to stderr = true
err to stderr = true
admin socket =
mon data = {folder}/mon
osd data = {folder}/osd

[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:{port} tcp_nodelay=1
"""


def is_installed() -> bool:
    """Whether all programs of Ceph are there."""
    path = environment(Path("/"))["PATH"]
    return all(shutil.which(program, path=path) for program in PROGRAMS)


class Ceph(Server):
    """The object store.

    Args:
        folder: the folder of the state.
        settings: its port, and the key pair that may use it.
    """

    title = "Ceph"

    def __init__(self, folder: Path, settings: StackSettings) -> None:
        self._endpoint = settings.store
        self._folder = folder.resolve() / "ceph"
        self._file = self._folder / "ceph.conf"
        self._identity = self._folder / "cluster.json"
        self._monitor = Daemon("ceph-mon", folder)
        self._disk = Daemon("ceph-osd", folder)
        self._gateway = Daemon("radosgw", folder)
        self.daemons = (self._monitor, self._disk, self._gateway)

    def start(self) -> None:
        if not is_installed():
            raise LocalStackError(
                "Ceph is not installed; on Debian, apt install ceph-mon ceph-osd radosgw does it."
            )
        with port_held(self._endpoint.port, OF_STORE):
            with any_port_held() as monitor_port:
                self._start_storage(monitor_port)
            self._start("radosgw", self._gateway, "-n", "client.rgw")
            self._gateway.wait_until(lambda: answers(self._endpoint.port))
        self._allow_key()

    def erase(self) -> None:
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def _start_storage(self, monitor_port: int) -> None:
        """Start the monitor and the disk, of a new cluster where there is none that was finished.

        The monitor is found at another port each time: nothing keeps its last one while it is stopped.
        """
        if self._identity.exists():
            cluster = json.loads(self._identity.read_text(encoding="utf-8"))["cluster_id"]
            self._configure(cluster, monitor_port)
            self._move_monitor(monitor_port)
            self._start_monitor(monitor_port)
        else:
            cluster = self._create(monitor_port)
        self._start_disk()
        self._identity.write_text(json.dumps({"cluster_id": cluster}), encoding="utf-8")

    def _create(self, monitor_port: int) -> str:
        """Make a cluster in the place of one that was left unfinished; gives its identity."""
        self.erase()
        for data in ("mon", "osd"):
            (self._folder / data).mkdir(parents=True)
        (self._folder / "keyring").touch()
        cluster, disk = str(uuid.uuid4()), str(uuid.uuid4())
        self._configure(cluster, monitor_port)
        address, monitors = _address(monitor_port), str(self._folder / "monmap")
        self._run("monmaptool", "--create", "--fsid", cluster, "--addv", "a", address, monitors)
        self._run("ceph-mon", "-i", "a", "--mkfs", "--monmap", monitors)
        self._start_monitor(monitor_port)
        self._run("ceph", "--connect-timeout", "60", "osd", "new", disk, "0")
        self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", disk)
        return cluster

    def _move_monitor(self, port: int) -> None:
        monitors = str(self._folder / "monmap")
        self._run("ceph-mon", "-i", "a", "--extract-monmap", monitors)
        self._run("monmaptool", "--rm", "a", monitors)
        self._run("monmaptool", "--addv", "a", _address(port), monitors)
        self._run("ceph-mon", "-i", "a", "--inject-monmap", monitors)

    def _configure(self, cluster: str, monitor_port: int) -> None:
        text = CONFIGURATION.format(
            folder=self._folder,
            port=self._endpoint.port,
            disk_bytes=DISK_BYTES,
            cluster_id=cluster,
            monitor_port=monitor_port,
        )
        self._file.write_text(text, encoding="utf-8")

    def _start_monitor(self, port: int) -> None:
        self._start("ceph-mon", self._monitor, "-i", "a")
        self._monitor.wait_until(lambda: answers(port))

    def _start_disk(self) -> None:
        before = self._boots()
        self._start("ceph-osd", self._disk, "-i", "0")
        # After a crash the monitor takes the process of before for alive.
        self._disk.wait_until(lambda: self._boots() > before)

    def _boots(self) -> int:
        """The cluster's state in which the disk came up last."""
        state = json.loads(self._run("ceph", "--connect-timeout", "60", "osd", "dump", "--format=json"))
        return max((disk["up_from"] for disk in state["osds"]), default=0)

    def _allow_key(self) -> None:
        user = f"--uid={self._endpoint.user}"
        keys = (f"--access-key={self._endpoint.user}", f"--secret-key={self._endpoint.secret}")
        if f'"{self._endpoint.user}"' in self._administer("user", "list"):
            self._administer("key", "create", user, "--key-type=s3", *keys)
        else:
            self._administer("user", "create", user, "--display-name=local stack", *keys)

    def _administer(self, *arguments: str) -> str:
        return self._run("radosgw-admin", "-n", "client.rgw", *arguments)

    def _run(self, program: str, *arguments: str) -> str:
        return run([program, "-c", self._file, *arguments], environment(self._folder))

    def _start(self, program: str, daemon: Daemon, *arguments: str) -> None:
        daemon.start([program, "-f", "-c", self._file, *arguments], environment(self._folder))


def _address(monitor_port: int) -> str:
    return f"[v2:{LOOPBACK}:{monitor_port}]"
