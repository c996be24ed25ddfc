"""The contenders that take a tree of files to a bucket and back, each by its own command."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.runner import Contender, Sample, run_command
from benchmarks.tree import demand_equal
from codomyrmex.cloud.common.storage import StorageClient

Command = Sequence[str | Path]
Commands = Mapping[str, Callable[[str], Command]]
"""By the contender's name, its command for a bucket or for a folder."""

Account = tuple[StorageClient, Mapping[str, str]]
"""What makes the buckets, and the environment of the commands."""

DOWN = "down"
"""The bucket that is read from."""


def up(
    account: Callable[[], AbstractContextManager[Account]], tree: Path, check: Command, commands: Commands
) -> list[Contender]:
    """Those that write the tree, each run to a new bucket.

    Args:
        account: opens the account of a run, which is closed after it.
        tree: what is written.
        check: what compares a bucket, named behind it, with the tree.
        commands: each for a bucket.
    """

    def upload(number: int, name: str, command: Callable[[str], Command]) -> Contender:
        opened = ExitStack()
        environments: dict[int, Mapping[str, str]] = {}

        def run(turn: int) -> Sample:
            storage, environments[turn] = opened.enter_context(account())
            storage.create_bucket(f"up-{number}-{turn}")
            return run_command(command(f"up-{number}-{turn}"), environments[turn])

        return Contender(
            name,
            run,
            tools.shown(command("BUCKET"), {tree: "FOLDER"}),
            check=lambda turn: run_command([*check, f"up-{number}-{turn}"], environments[turn]),
            clean=lambda _turn: opened.close(),
        )

    return [upload(number, *item) for number, item in enumerate(commands.items())]


def down(
    bench: Bench,
    storage: StorageClient,
    seen: Mapping[str, str],
    tree: Path,
    address: str,
    commands: Commands,
) -> list[Contender]:
    """Those that read the tree back, each run into an empty folder.

    Args:
        bench: has the folder.
        storage: makes the bucket `DOWN`.
        seen: the environment of the commands.
        tree: what is in the bucket then.
        address: of the bucket, for ``cmx``.
        commands: each for a folder.
    """
    storage.create_bucket(DOWN)
    run_command([*tools.cmx(), "cp", "-r", tree, address], seen)
    target = bench.scratch / "target"

    def download(name: str, command: Callable[[str], Command]) -> Contender:
        return Contender(
            name,
            lambda _turn: run_command(command(str(bench.folder("target"))), seen),
            tools.shown(command("FOLDER"), {}),
            check=lambda _turn: demand_equal(tree, target),
            clean=lambda _turn: shutil.rmtree(target),
        )

    return [download(*item) for item in commands.items()]
