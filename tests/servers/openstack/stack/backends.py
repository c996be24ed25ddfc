"""What the services share: MariaDB, RabbitMQ and memcached."""

from __future__ import annotations

import getpass
import shutil
import subprocess

from tests.servers.openstack.stack.service import Daemon
from tests.servers.openstack.stack.site import Site
from tests.servers.process import find_program

# Nothing here has to survive the machine; the log files of InnoDB are as small as they may be.
MARIADB_OPTIONS = (
    "--skip-networking",
    "--skip-grant-tables",
    "--skip-log-bin",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-flush-method=fsync",
    "--innodb-use-native-aio=0",
    "--innodb-buffer-pool-size=128M",
    "--innodb-log-file-size=16M",
    "--innodb-doublewrite=0",
    "--performance-schema=0",
    "--max-connections=500",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_general_ci",
)
RABBIT = """\
loopback_users = none
vm_memory_high_watermark.relative = 0.2
disk_free_limit.absolute = 50MB
"""
RABBIT_SERVER = "/usr/lib/rabbitmq/bin/rabbitmq-server"


def mariadb(site: Site) -> Daemon:
    """The database server; it listens on a socket only."""
    data = ("--no-defaults", f"--user={getpass.getuser()}", f"--datadir={site.folder / 'mysql'}")
    pid = f"--pid-file={site.folder / 'mysql.pid'}"
    socket = f"--socket={site.database_socket}"
    return Daemon("mariadb", (find_program("mariadbd"), *data, socket, pid, *MARIADB_OPTIONS))


def make_mariadb(site: Site) -> None:
    """Make its empty data folder."""
    data = (f"--user={getpass.getuser()}", f"--datadir={site.folder / 'mysql'}")
    options = ("--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve")
    command = (find_program("mariadb-install-db"), "--no-defaults", *data, *options)
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def execute(site: Site, statements: str, database: str = "") -> None:
    """Run SQL."""
    command = (find_program("mariadb"), "--no-defaults", f"--socket={site.database_socket}", database)
    subprocess.run([part for part in command if part], input=statements.encode(), check=True, timeout=300)


def rabbit(site: Site) -> list[Daemon]:
    """The broker's directory of nodes, for itself alone, and the broker."""
    epmd, nodes = site.ports["epmd"], site.ports["rabbit-nodes"]
    local = "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"
    folder = site.folder / "rabbit"
    environment = {
        "HOME": folder,
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": epmd,
        "RABBITMQ_CONF_ENV_FILE": folder / "none.conf",
        "RABBITMQ_CONFIG_FILE": folder / "rabbitmq",
        "RABBITMQ_DIST_PORT": nodes,
        "RABBITMQ_ENABLED_PLUGINS_FILE": folder / "enabled_plugins",
        "RABBITMQ_LOG_BASE": folder,
        "RABBITMQ_MNESIA_BASE": folder / "mnesia",
        "RABBITMQ_NODENAME": "test@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": site.ports["rabbit"],
        "RABBITMQ_PID_FILE": folder / "rabbit.pid",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": local,
    }
    text = {name: str(value) for name, value in environment.items()}
    directory = (find_program("epmd"), "-port", str(epmd), "-address", "127.0.0.1")
    server = find_program(RABBIT_SERVER)
    return [
        Daemon("epmd", directory, port=epmd),
        Daemon("rabbit", (server,), text, port=site.ports["rabbit"]),
    ]


def write_rabbit(site: Site) -> None:
    """Write the broker's configuration; what it kept before is of another port, and goes."""
    folder = site.folder / "rabbit"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    for name, content in (("rabbitmq.conf", RABBIT), ("none.conf", ""), ("enabled_plugins", "[].\n")):
        (folder / name).write_text(content)


def memcached(site: Site) -> list[Daemon]:
    """Swift's memory, where it is installed; without it a proxy asks for everything anew."""
    if (program := shutil.which("memcached")) is None:
        return []
    port = site.ports["cache"]
    options = ("--listen=127.0.0.1", f"--port={port}", f"--user={getpass.getuser()}")
    return [Daemon("memcached", (program, *options), port=port)]
