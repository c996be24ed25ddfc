"""``cmx compute keys``: the SSH keys that instances let in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import compute_of
from codomyrmex.cloud.cli.kinds import command, listing
from codomyrmex.cloud.cli.options import yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.common.errors import LocalFileError

if TYPE_CHECKING:
    from codomyrmex.cloud.common.compute import ComputeClient, KeyPair


@click.group(short_help="List, make, import and delete SSH keys.")
def keys() -> None:
    """The SSH keys that instances let in."""


@listing(compute_of, "List SSH keys.", {"NAME": "name", "FINGERPRINT": "fingerprint"}, group=keys)
def ls(client: ComputeClient) -> Iterable[KeyPair]:
    """List the key pairs.

    JSON: one key pair a line: name, fingerprint, public_key and more.
    """
    return client.list_key_pairs()


@command(compute_of, "Make an SSH key.", group=keys)
@click.argument("name")
@click.option(
    "-o", "--output", metavar="FILE", help="Where the private key goes; NAME.pem here, or - for stdout."
)
def create(session: Session, client: ComputeClient, name: str, output: str | None) -> None:
    """Make a key pair and write its private key, which nobody can ask for again, to a file
    that its owner alone can read.

    JSON: one object: name, fingerprint, public_key, file; with -o - also private_key.
    """
    if output == "-":
        made = client.create_key_pair(name)
        session.show(
            _fields(made, None) | {"private_key": made.private_key}, (made.private_key or "").rstrip()
        )
        return
    path = Path(output or f"{name}.pem")
    made = _create_into(client, name, path)
    session.done(_fields(made, path), f"{made.name} made; its private key is in {path}")


@command(compute_of, "Store a public SSH key.", group=keys, name="import")
@click.argument("name")
@click.argument("public_key", type=click.File())
def import_(session: Session, client: ComputeClient, name: str, public_key: IO[str]) -> None:
    """Store the public key of a file, or of standard input with -.

    JSON: one object: name, fingerprint, public_key.
    """
    made = client.import_key_pair(name, public_key.read())
    session.done(_fields(made, None), f"{made.name} imported")


@command(compute_of, "Delete an SSH key.", group=keys)
@click.argument("name")
@yes_option
def rm(session: Session, client: ComputeClient, name: str, yes: bool) -> None:
    """Delete a key pair. Instances that let the key in still do.

    JSON: one object: name.
    """
    found = client.get_key_pair(name)
    if not yes:
        ask(session, f"Delete the key pair {found.name}?")
    client.delete_key_pair(found.name)
    session.done({"name": found.name}, f"{found.name} deleted")


def _create_into(client: ComputeClient, name: str, path: Path) -> KeyPair:
    # The file first: a key that cannot be written is lost.
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise LocalFileError(f"{path} cannot be written: {error.strerror or error}.") from error
    with ExitStack() as undo:
        undo.callback(path.unlink)
        with os.fdopen(descriptor, "w") as file:
            made = client.create_key_pair(name)
            undo.callback(client.delete_key_pair, name)
            file.write(made.private_key or "")
        undo.pop_all()
    return made


def _fields(pair: KeyPair, path: Path | None) -> dict[str, str | None]:
    fields = {"name": pair.name, "fingerprint": pair.fingerprint, "public_key": pair.public_key}
    return fields if path is None else fields | {"file": str(path)}
