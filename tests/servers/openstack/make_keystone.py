"""Makes Keystone's database, keys and administrator, in the Python that has Keystone installed.

    make_keystone.py CONFIGURATION PASSWORD ADDRESS

One process for what are four commands of ``keystone-manage``: each spends most of its time on imports.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from keystone.cmd import cli
from keystone.common import utils


def main(configuration: str, password: str, address: str) -> None:
    """Run the commands one after the other."""
    owner = [f"--keystone-user={utils.get_unix_user()[1]}", f"--keystone-group={utils.get_unix_group()[1]}"]
    administrator = [f"--bootstrap-password={password}", "--bootstrap-region-id=RegionOne"]
    addresses = [f"--bootstrap-{interface}-url={address}" for interface in ("public", "internal", "admin")]
    for command in (
        ["db_sync"],
        ["fernet_setup", *owner],
        ["credential_setup", *owner],
        ["bootstrap", *administrator, *addresses],
    ):
        cli.CONF.reset()
        cli.main(argv=["keystone-manage", "--config-file", configuration, *command])
    # Keystone reads on one connection while it writes on another, which SQLite's old journal locks out.
    with closing(sqlite3.connect(Path(configuration).with_suffix(".sqlite"))) as database:
        database.execute("PRAGMA journal_mode = WAL")


if __name__ == "__main__":
    main(*sys.argv[1:])
