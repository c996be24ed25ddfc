"""What narrows a role further: the profiles, buckets, prefixes, folders and sizes that calls may speak of."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from codomyrmex.model_context_protocol.arguments import Means
from codomyrmex.model_context_protocol.denial import Denial, DeniedError
from codomyrmex.model_context_protocol.limits import Limits

_Text: TypeAlias = Annotated[str, Field(min_length=1)]
_Bytes: TypeAlias = Annotated[int, Field(gt=0)]


class PolicyError(ValueError):
    """A policy that cannot be read, or says what a policy does not say."""


class ProfilePolicy(BaseModel):
    """What of one profile calls may speak of.

    Attributes:
        buckets: the only ones; ``None`` for all.
        prefixes: what keys have to start with; ``None`` for anything.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    buckets: frozenset[_Text] | None = Field(default=None, strict=False)
    prefixes: frozenset[_Text] | None = Field(default=None, strict=False)


class _File(BaseModel):
    """The file of a policy, key by key."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)

    profiles: dict[_Text, ProfilePolicy] | None = None
    folders: list[_Text] | None = None
    object_bytes: _Bytes | None = None
    call_bytes: _Bytes | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What calls may speak of, whatever the role; without arguments, everything.

    Attributes:
        profiles: the only profiles; ``None`` for all.
        folders: the only folders on this machine that files are in, among those that are allowed; ``None``
            for all of them.
        object_bytes: the largest object that is carried; ``None`` for any.
        call_bytes: the most that one call carries; ``None`` for any.
    """

    profiles: Mapping[str, ProfilePolicy] | None = None
    folders: frozenset[Path] | None = None
    object_bytes: int | None = None
    call_bytes: int | None = None

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """The policy of a file.

        Its keys are ``folders``, ``object_bytes`` and ``call_bytes``, and a table ``[profiles.NAME]`` for
        each profile, with ``buckets`` and ``prefixes``. A key that is left out narrows nothing; an empty list
        allows nothing.

        Args:
            path: a TOML file.

        Raises:
            PolicyError: it cannot be read, is no TOML, or has an unknown key or a value of the wrong type.
        """
        try:
            document = tomllib.loads(Path(path).read_bytes().decode())
            file = _File.model_validate(document)
            folders = None if file.folders is None else frozenset(_spellings(file.folders))
        except OSError as error:
            raise PolicyError(f"The policy {path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise PolicyError(f"The policy {path} is not UTF-8 text.") from None
        except tomllib.TOMLDecodeError as error:
            raise PolicyError(f"The policy {path} is not valid TOML: {error}.") from None
        except ValidationError as error:
            problems = error.errors(include_url=False, include_context=False, include_input=False)
            reasons = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in problems)
            raise PolicyError(f"The policy {path} is malformed: {reasons}.") from None
        profiles = None if file.profiles is None else MappingProxyType(file.profiles)
        return cls(profiles, folders, file.object_bytes, file.call_bytes)

    def check(self, subjects: Mapping[Means, str], *, size: int | None = None) -> None:
        """Refuse a call that speaks of what is not allowed.

        Args:
            subjects: what it speaks of. A call with two of a kind, as a copy has, is checked once for each.
            size: bytes that it carries, once they are known.

        Raises:
            DeniedError: something of it is not allowed.
        """
        self._check_storage(subjects)
        for means in (Means.READ_PATH, Means.WRITE_PATH):
            if means in subjects:
                self._check_folder(subjects[means])
        for most in (self.object_bytes, self.call_bytes):
            if most is not None and size is not None and size > most:
                raise _denied(f"{size} bytes are more than the {most} that the policy allows.")

    def narrowed(self, limits: Limits) -> Limits:
        """Limits of which a call carries no more than the policy allows."""
        most = [limit for limit in (self.object_bytes, self.call_bytes) if limit is not None]
        return replace(limits, bytes_per_call=min([limits.bytes_per_call, *most]))

    def _check_storage(self, subjects: Mapping[Means, str]) -> None:
        if self.profiles is None:
            return
        name = subjects.get(Means.PROFILE)
        if name is None:
            if subjects.keys() & {Means.BUCKET, Means.KEY, Means.PREFIX}:
                raise _denied("The policy allows certain profiles, and the call names none.")
            return
        profile = self.profiles.get(name)
        if profile is None:
            raise _denied("The policy does not allow this profile.")
        bucket = subjects.get(Means.BUCKET)
        if profile.buckets is not None and bucket is not None and bucket not in profile.buckets:
            raise _denied("The policy does not allow this bucket.")
        if profile.prefixes is not None and bucket is not None:
            _check_keys(subjects, profile.prefixes)

    def _check_folder(self, given: str) -> None:
        if self.folders is None:
            return
        path = Path(given)
        # The resolver refuses '..' and links, so what a path starts with is where it leads.
        if ".." in path.parts or not any(path.is_relative_to(folder) for folder in self.folders):
            raise _denied("The policy does not allow files in this folder.")


def _check_keys(subjects: Mapping[Means, str], prefixes: frozenset[str]) -> None:
    named = [subjects[means] for means in (Means.KEY, Means.PREFIX) if means in subjects]
    if not named:
        raise _denied("The policy allows certain prefixes, and the call names none.")
    for text in named:
        # Some servers and proxies resolve such segments as those of a path.
        if {".", ".."} & set(text.split("/")) or not text.startswith(tuple(prefixes)):
            raise _denied("The policy does not allow keys like this one.")


def _spellings(folders: list[str]) -> list[Path]:
    """Folders as they were written, and with their links resolved.

    Raises:
        PolicyError: one of them is relative.
    """
    for folder in folders:
        if not os.path.isabs(folder):
            raise PolicyError(f"The folder {folder!r} of the policy is not an absolute path.")
    return [Path(one) for folder in folders for one in (os.path.normpath(folder), os.path.realpath(folder))]


def _denied(message: str) -> DeniedError:
    return DeniedError(Denial.POLICY, message)
