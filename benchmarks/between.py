"""One large object from a cloud to another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks import azure_blobs, tools
from benchmarks.bench import Bench
from benchmarks.report import Goal, Section, faster
from benchmarks.runner import Contender, Sample, alternate, run_command
from benchmarks.servers import Server, rclone_server
from benchmarks.tree import make_file
from codomyrmex.cloud.minio.storage import MinIOClient
from tests.servers.azurite import AzuriteServer, azurite

KEY, CONTAINER = "large.bin", "target"
MIB = 1 << 20
RCLONE = ("--azureblob-chunk-size=16M", "--azureblob-upload-concurrency=4", "--multi-thread-streams=4")


def run(bench: Bench) -> Iterator[Section]:
    """From S3 to Azure, through this machine."""
    size = bench.pick(1024, 256)
    file = make_file(bench.folder("between") / KEY, size * MIB)
    work = f"One object of {size:,} MiB from S3 to Azure"
    print(work, flush=True)
    with rclone_server() as source:
        results = alternate(_contenders(bench, source, file), bench.pick(3, 1))
    ours, rclone = results["cmx"], results["rclone copyto"]
    peak = ours.median(lambda sample: sample.memory) / MIB
    yield Section(
        work,
        "From rclone's server to Azurite. What the first run stored was read back and its SHA-256 compared. "
        "cmx computes two MD5s of every byte: that of the whole, which the source has to match before it is "
        "stored, and that of its block, which Azure checks. Azurite runs in one thread of Node.js, and both "
        "programs keep it busy; each run has one that is new.",
        list(results.values()),
        [
            faster(work, ours, rclone, 1.0),
            Goal(f"{work}: memory", "nothing", peak, 200, "MiB", at_most=True, ours=ours),
        ],
    )


def _contenders(bench: Bench, source: Server, file: Path) -> list[Contender]:
    ours = tools.credentials(source)
    # rclone has a remote for each side: what the S3 server is to it is called source here.
    seen = ours | {name.replace("_BENCH_", "_SOURCE_"): value for name, value in ours.items()}
    storage = MinIOClient(source.endpoint, access_key=source.access_key, secret_key=source.secret_key)
    storage.create_bucket("from")
    storage.upload_file(file, "from", KEY)
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()

    def copy(name: str, command: list[str | Path]) -> Contender:
        opened = ExitStack()
        targets: dict[int, AzuriteServer] = {}

        def run(turn: int) -> Sample:
            targets[turn] = target = opened.enter_context(azurite())
            azure_blobs.client(target).create_bucket(CONTAINER)
            return run_command(command, seen | azure_blobs.environment_of(bench, target))

        def check(turn: int) -> None:
            found = hashlib.sha256()
            for chunk in azure_blobs.client(targets[turn]).stream_object(CONTAINER, KEY):
                found.update(chunk)
            assert found.hexdigest() == digest, f"{name} stored other bytes"

        return Contender(name, run, tools.shown(command, {}), check=check, clean=lambda _turn: opened.close())

    return [
        copy("cmx", [*tools.cmx(), "cp", f"minio://from/{KEY}", f"az://{CONTAINER}/{KEY}"]),
        copy(
            "rclone copyto",
            [*tools.rclone(), "copyto", f"source:from/{KEY}", f"bench:{CONTAINER}/{KEY}", *RCLONE],
        ),
    ]
