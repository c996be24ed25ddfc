"""Encryption, no public access, versions, TLS, few permissions: each is kept, and its loss is noticed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.unit.infra.modules import CLOUDS, TERRAFORM, load
from tests.unit.infra.properties import PROMISES, Change, Promise, broken


def edited(text: str, change: Change) -> str:
    """A file after a change."""
    if not change.before:
        return text + "\n" + change.after
    assert text.count(change.before) == 1, change
    return text.replace(change.before, change.after)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_promise_is_kept(cloud: str) -> None:
    assert broken(load(TERRAFORM / cloud), PROMISES[cloud]) == []


@pytest.mark.parametrize(
    ("cloud", "promise"),
    [
        pytest.param(cloud, promise, id=f"{cloud}-{promise.name.replace(' ', '-')}")
        for cloud in CLOUDS
        for promise in PROMISES[cloud]
    ],
)
def test_a_broken_promise_is_noticed(cloud: str, promise: Promise, tmp_path: Path) -> None:
    assert promise.breaks
    for number, change in enumerate(promise.breaks):
        copy = tmp_path / str(number)
        shutil.copytree(TERRAFORM / cloud, copy)
        text = (copy / change.file).read_text(encoding="utf-8")
        (copy / change.file).write_text(edited(text, change), encoding="utf-8")
        assert promise.name in broken(load(copy), PROMISES[cloud]), change
