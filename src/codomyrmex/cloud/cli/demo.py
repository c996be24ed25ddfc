"""The main job, from end to end, on real files: ``python -m codomyrmex.cloud.cli.demo``.

The Python standard library of this machine goes into the embedded store and comes back, and every byte is
compared. With ``CODOMYRMEX_DEMO_URL`` (``s3://bucket/folder``) the same is done there, and what was written
is deleted again.
"""

from __future__ import annotations

import os
import secrets
import sys
import sysconfig
import tempfile
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.edge import guard
from codomyrmex.cloud.cli.progress import TransferProgress
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.common.errors import IntegrityError
from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.connection import Location
from codomyrmex.cloud.local.storage import LocalStorageClient
from codomyrmex.cloud.transfer import transfer

_ADDRESS = "CODOMYRMEX_DEMO_URL"
_EXCLUDED = ("*__pycache__/*", "site-packages/*", "dist-packages/*")
_RANGE = 64 * 1024
_COLUMNS = "  {:<11}{:>8}{:>11}{:>10}{:>12}{:>13}"


class _Place(NamedTuple):
    """Where in a store the demo may write."""

    profile: str
    client: StorageClient
    bucket: str
    prefix: str

    @property
    def location(self) -> Location:
        url = f"{self.profile}://{self.bucket}/{self.prefix}"
        return Location(url, self.profile, self.client, self.bucket, self.prefix, None)


def main() -> int:
    """Run the demo; returns the exit code of `codomyrmex.cloud.cli.exits`."""
    session = Session()
    return guard(session, lambda: _demo(session))


def _demo(session: Session) -> int:
    source = Path(sysconfig.get_path("stdlib"))
    address = os.environ.get(_ADDRESS)
    elsewhere = _place(session, address) if address else None
    _say(f"The Python standard library ({source}) goes into a store and comes back.")
    with tempfile.TemporaryDirectory(prefix="cmx-demo-") as folder:
        _say(f"\nThe store on this machine: no account, no server (below {folder})\n")
        client = LocalStorageClient(Path(folder, "store"))
        client.create_bucket("demo")
        _there_and_back(session, _Place("local", client, "demo", ""), source, Path(folder, "back"))
    if elsewhere is None:
        _say(f"\nTo see the same on S3, name a bucket of yours: {_ADDRESS}=s3://my-bucket/demo make demo")
        return 0
    _say(f"\nThe store at {elsewhere.location.url}\n")
    with tempfile.TemporaryDirectory(prefix="cmx-demo-") as folder:
        try:
            _there_and_back(session, elsewhere, source, Path(folder, "back"))
        finally:
            written = (info.key for info in elsewhere.client.list_objects(elsewhere.bucket, elsewhere.prefix))
            elsewhere.client.delete_objects(elsewhere.bucket, written).raise_on_failure()
    _say("  What was written there is deleted again.")
    return 0


def _place(session: Session, address: str) -> _Place:
    """A folder of its own below an address, so that nothing of anybody else's is overwritten or deleted."""
    client, bucket, key = session.bucket(address)
    prefix = f"{key.rstrip('/')}/cmx-demo-{secrets.token_hex(4)}/".lstrip("/")
    return _Place(session.locations[-1].profile, client, bucket, prefix)


def _there_and_back(session: Session, place: _Place, source: Path, back: Path) -> None:
    """Upload, list, read a range, download and compare, with a row of the table for each."""
    _say(_COLUMNS.format("", "files", "size", "time", "files/s", "speed"))
    files = _transfer(session, "upload", _local(source), place.location)
    sizes = _list(place)
    if len(sizes) != files:
        raise IntegrityError(f"{files} files went up, and {len(sizes)} are listed.")
    _read_range(place, max(sizes, key=lambda name: sizes[name]), source)
    _transfer(session, "download", place.location, _local(back))
    started = perf_counter()
    compared = sum(_compared(source, back, name) for name in sizes)
    _row("compare", len(sizes), compared, perf_counter() - started)
    _say(f"\n  Every byte of {text.counted(len(sizes), 'file')} is the same.")


def _list(place: _Place) -> dict[str, int]:
    started = perf_counter()
    listing = place.client.list_objects(place.bucket, place.prefix)
    sizes = {info.key.removeprefix(place.prefix): info.size for info in listing}
    _row("list", len(sizes), None, perf_counter() - started)
    return sizes


def _read_range(place: _Place, name: str, source: Path) -> None:
    original = Path(source, name).read_bytes()
    start = len(original) // 2
    started = perf_counter()
    part = place.client.get_object(place.bucket, place.prefix + name, start=start, end=start + _RANGE)
    _row("read range", 1, len(part), perf_counter() - started)
    if part != original[start : start + _RANGE]:
        raise IntegrityError(f"A range of {name} is not what went up.")


def _transfer(session: Session, label: str, source: Location, target: Location) -> int:
    with TransferProgress(session, label=label) as progress:
        report = transfer(source, target, recursive=True, exclude=_EXCLUDED, observer=progress)
    for failure in report.failures:
        raise failure.error
    _row(label, report.files, report.bytes, report.seconds)
    return report.files


def _compared(source: Path, back: Path, name: str) -> int:
    """The bytes of a file, which are the same on both sides.

    Raises:
        IntegrityError: they are not.
    """
    original, copy = Path(source, name).read_bytes(), Path(back, name).read_bytes()
    if original != copy:
        raise IntegrityError(f"{name} came back with other bytes.")
    return len(original)


def _row(step: str, files: int, size: int | None, seconds: float) -> None:
    rate = f"{files / seconds:,.0f}" if files > 1 else ""
    amount = "" if size is None else text.size(size)
    speed = "" if size is None or files == 1 else f"{text.size(size / seconds)}/s"
    _say(_COLUMNS.format(step, f"{files:,}", amount, text.seconds(seconds), rate, speed).rstrip())


def _local(path: Path) -> Location:
    return Location(str(path), "file", None, None, "", path)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
