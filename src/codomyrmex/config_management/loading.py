"""The profiles of the file, checked, with the built-in ones beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from codomyrmex.config_management.builtin import BUILTIN_PROVIDERS, builtin_profile
from codomyrmex.config_management.errors import FieldError, SettingsError
from codomyrmex.config_management.file import config_path, read_tables
from codomyrmex.config_management.home import from_home
from codomyrmex.config_management.profile import FIELDS, SECRET_FIELDS, Profile
from codomyrmex.config_management.references import FORMS, SecretReference

# What a profile file may say; the name is the table's and the source is the file.
_KEYS = tuple(name for name in FIELDS if name not in ("name", "source"))
_PATHS = ("root", "ca_bundle", "credentials_file")


class Profiles(Mapping[str, Profile]):
    """Profiles by name: those of the file, then the built-in ones.

    A built-in profile is read from the environment when it is asked for, so a wrong variable of one
    provider is no trouble to another.
    """

    def __init__(self, path: Path, configured: Mapping[str, Profile]) -> None:
        self.path = path
        self._configured = dict(configured)

    def __getitem__(self, name: str) -> Profile:
        """The profile of this name.

        Raises:
            KeyError: there is none.
            SettingsError: it is a built-in one, and its environment is wrong.
        """
        found = self._configured.get(name)
        return builtin_profile(name) if found is None else found

    def __contains__(self, name: object) -> bool:
        return name in self._configured or name in BUILTIN_PROVIDERS

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._configured, *BUILTIN_PROVIDERS]))

    def __len__(self) -> int:
        return len(self._configured.keys() | BUILTIN_PROVIDERS.keys())


def load_profiles(path: str | os.PathLike[str] | None = None) -> Profiles:
    """Every profile there is. Secrets stay references until :meth:`Profile.resolve`.

    Args:
        path: the file to read in place of :func:`config_path`; one that is not there holds nothing.

    Raises:
        SettingsError: the file cannot be read, is no TOML, has an unknown key or a wrong value, or
            holds a secret where a reference belongs.
    """
    file = config_path() if path is None else Path(path)
    tables = read_tables(file)
    return Profiles(file, {name: _profile(file, name, table) for name, table in tables.items()})


def get_profile(name: str, path: str | os.PathLike[str] | None = None) -> Profile:
    """One profile by name.

    Raises:
        SettingsError: there is none of this name, or as :func:`load_profiles`.
    """
    profiles = load_profiles(path)
    if name not in profiles:
        there = "" if profiles.path.is_file() else ", which does not exist"
        raise SettingsError(f"no profile {name!r} in {profiles.path}{there}{_suggestion(name, profiles)}")
    return profiles[name]


def _profile(file: Path, name: str, table: object) -> Profile:
    where = f"{file}: profile {name!r}"
    if not isinstance(table, dict):
        raise SettingsError(f"{where} is no table; write [profiles.{name}]")
    for key in table:
        if key not in _KEYS:
            raise SettingsError(f"{where}: unknown key {key!r}{_suggestion(key, _KEYS)}")
    fields = dict(table)
    fields.setdefault("provider", BUILTIN_PROVIDERS.get(name))
    for key in SECRET_FIELDS:
        if key in fields:
            fields[key] = _secret(where, key, fields[key])
    for key in _PATHS:
        if isinstance(fields.get(key), str):
            # A relative path starts at the file, so that it means the same from every folder.
            fields[key] = file.parent / from_home(fields[key])
    try:
        return Profile(name=name, source=file, **fields)
    except FieldError as error:
        raise SettingsError(f"{where}: {error}") from None


def _secret(where: str, key: str, value: object) -> SecretReference | str:
    reference = SecretReference.parse(value) if isinstance(value, str) else None
    if reference is not None:
        return reference
    if isinstance(value, str) and _may_be_literal(key, value):
        return value
    raise SettingsError(f"{where}: {key} must not be in the file; write where it is: {FORMS}")


def _may_be_literal(key: str, value: str) -> bool:
    # An access key is a name, and a proxy is a plain address, unless it carries a user and password.
    return key == "access_key" or (key == "proxy" and "@" not in value)


def _suggestion(name: str, known: Mapping[str, Profile] | tuple[str, ...]) -> str:
    from difflib import get_close_matches

    nearest = get_close_matches(name, list(known), n=1)
    return f"; did you mean {nearest[0]!r}?" if nearest else f"; known are {', '.join(known)}"
