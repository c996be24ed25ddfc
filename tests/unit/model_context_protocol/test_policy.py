"""What narrows a role: read strictly, held against what calls speak of."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from codomyrmex.model_context_protocol.arguments import Means
from codomyrmex.model_context_protocol.audit import Audit
from codomyrmex.model_context_protocol.denial import Denial, DeniedError
from codomyrmex.model_context_protocol.limits import Limits
from codomyrmex.model_context_protocol.policy import Policy, PolicyError
from codomyrmex.model_context_protocol.roles import Role
from codomyrmex.model_context_protocol.session import Session

FULL = """
folders = ["/srv/exchange"]
object_bytes = 1000
call_bytes = 2000

[profiles.open]

[profiles.narrow]
buckets = ["photos", "logs"]
prefixes = ["public/", "shared/2026-"]

[profiles.closed]
buckets = []
"""

Load = Callable[[str], Policy]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(text: str) -> Policy:
        (tmp_path / "policy.toml").write_text(text)
        return Policy.load(tmp_path / "policy.toml")

    return load


def storage(profile: str | None, bucket: str | None = None, **more: str) -> dict[Means, str]:
    """What a call to a storage speaks of."""
    named = {"profile": profile, "bucket": bucket, **more}
    return {Means(name): value for name, value in named.items() if value is not None}


EVERYTHING = [
    {},
    storage("any", "bucket", key="key"),
    storage("any", "bucket", prefix=""),
    {Means.READ_PATH: "/etc/passwd"},
    {Means.WRITE_PATH: "relative"},
]


@pytest.mark.parametrize("subjects", EVERYTHING)
def test_without_a_policy_nothing_is_narrowed(load: Load, subjects: Mapping[Means, str]) -> None:
    assert load("") == Policy()
    Policy().check(subjects, size=1 << 60)


@pytest.mark.parametrize(
    "subjects",
    [
        {},
        storage("open"),
        storage("open", "any", key="../any"),
        storage("narrow"),
        storage("narrow", "photos", key="public/a.jpg"),
        storage("narrow", "logs", key="shared/2026-01.log"),
        storage("narrow", "photos", prefix="public/"),
        storage("narrow", "photos", prefix="public/a/", key="public/b"),
        storage("narrow", "photos", key="public/..hidden"),
        storage("closed"),
        {Means.READ_PATH: "/srv/exchange/file"},
        {Means.WRITE_PATH: "/srv/exchange/below/file"},
    ],
)
def test_what_is_allowed_passes(load: Load, subjects: Mapping[Means, str]) -> None:
    load(FULL).check(subjects)


@pytest.mark.parametrize(
    ("subjects", "reason"),
    [
        (storage("other"), "profile"),
        (storage("Open"), "profile"),
        (storage(""), "profile"),
        (storage(None, "photos"), "names none"),
        (storage(None, key="public/a"), "names none"),
        (storage(None, prefix="public/"), "names none"),
        (storage("closed", "photos"), "bucket"),
        (storage("narrow", "photo", key="public/a"), "bucket"),
        (storage("narrow", "", key="public/a"), "bucket"),
        (storage("narrow", "photos", key="private/a"), "keys like"),
        (storage("narrow", "photos", key="/public/a"), "keys like"),
        (storage("narrow", "photos", key="public"), "keys like"),
        (storage("narrow", "photos", key="public/../private/a"), "keys like"),
        (storage("narrow", "photos", key="public/./a"), "keys like"),
        (storage("narrow", "photos", key="shared/2025-12.log"), "keys like"),
        (storage("narrow", "photos", prefix=""), "keys like"),
        (storage("narrow", "photos", prefix="pub"), "keys like"),
        (storage("narrow", "photos", prefix="public/", key="private/a"), "keys like"),
        (storage("narrow", "photos"), "certain prefixes"),
        ({Means.READ_PATH: "/srv/exchange-not/file"}, "folder"),
        ({Means.READ_PATH: "/srv/exchange/../file"}, "folder"),
        ({Means.WRITE_PATH: "/srv/file"}, "folder"),
        ({Means.WRITE_PATH: "srv/exchange/file"}, "folder"),
        ({Means.READ_PATH: "/srv/exchange/file", Means.WRITE_PATH: "/etc/passwd"}, "folder"),
    ],
)
def test_what_is_not_allowed_is_denied(load: Load, subjects: Mapping[Means, str], reason: str) -> None:
    with pytest.raises(DeniedError, match=reason) as caught:
        load(FULL).check(subjects)
    assert caught.value.denial is Denial.POLICY


@pytest.mark.parametrize(("text", "most"), [("object_bytes = 10", 10), ("call_bytes = 20", 20), (FULL, 1000)])
def test_sizes_are_held_against_the_smallest(load: Load, text: str, most: int) -> None:
    policy = load(text)
    policy.check({}, size=most)
    policy.check({})
    with pytest.raises(DeniedError, match=f"more than the {most}"):
        policy.check({}, size=most + 1)


def test_a_session_carries_no_more_than_its_policy_allows(load: Load) -> None:
    limits = Limits(bytes_per_call=1500)
    assert load(FULL).narrowed(limits) == Limits(bytes_per_call=1000)
    assert load("call_bytes = 2000").narrowed(limits) == limits
    assert Policy().narrowed(limits) == limits
    session = Session(Role.ENGINEER, Audit(None), policy=load(FULL), limits=limits)
    assert session.limits.bytes_per_call == 1000


def test_a_folder_holds_by_both_its_names(load: Load, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    policy = load(f"folders = ['{tmp_path}/link']")
    policy.check({Means.READ_PATH: f"{tmp_path}/link/file"})
    policy.check({Means.READ_PATH: os.path.realpath(tmp_path / "real/file")})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("folder = []", "folder"),
        ("folders = '/srv'", "folders"),
        ("folders = [1]", "folders.0"),
        ("folders = ['']", "folders.0"),
        ("folders = ['srv']", "absolute"),
        ("folders = ['~/srv']", "absolute"),
        ("object_bytes = '1'", "object_bytes"),
        ("object_bytes = 1.0", "object_bytes"),
        ("object_bytes = true", "object_bytes"),
        ("call_bytes = 0", "call_bytes"),
        ("call_bytes = -1", "call_bytes"),
        ("profiles = []", "profiles"),
        ("profiles = ['open']", "profiles"),
        ("[profile.open]", "profile"),
        ("[profiles.open]\nbucket = ['photos']", "profiles.open.bucket"),
        ("[profiles.open]\nbuckets = 'photos'", "profiles.open.buckets"),
        ("[profiles.open]\nbuckets = [1]", "profiles.open.buckets"),
        ("[profiles.open]\nbuckets = {photos = true}", "profiles.open.buckets"),
        ("[profiles.open]\nprefixes = ['']", "profiles.open.prefixes"),
        ("[profiles.'']", "profiles"),
        ("[profiles.open", "TOML"),
        ("[profiles.open]\n[profiles.open]", "TOML"),
    ],
)
def test_a_malformed_policy_is_no_policy(load: Load, text: str, named: str) -> None:
    with pytest.raises(PolicyError, match=named):
        load(text)


def test_a_policy_that_cannot_be_read_is_no_policy(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read"):
        Policy.load(tmp_path / "missing.toml")
    with pytest.raises(PolicyError, match="cannot be read"):
        Policy.load(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b"folders = ['/\xe9']")
    with pytest.raises(PolicyError, match="UTF-8"):
        Policy.load(tmp_path / "latin.toml")
