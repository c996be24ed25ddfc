"""What a setting may be. A refusal completes the sentence that begins with the variable's name, and does not
repeat the value."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from codomyrmex.config_management import SecretReference, SettingsError
from codomyrmex.validation import ValidationError, check_bucket_reference, check_endpoint_url

if TYPE_CHECKING:
    from pydantic import SecretStr

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def store_type(name: str) -> str:
    """The name of an adapter, ours or one that is installed beside it."""
    from aegis_multimodal_ai_system.storage.registry import adapter_names, is_known

    if not is_known(name):
        raise ValueError(f"must be one of {', '.join(adapter_names())}")
    return name


def bucket(name: str) -> str:
    """What can name a bucket on some service."""
    try:
        check_bucket_reference(name)
    except ValidationError:
        raise ValueError("must be the name of a bucket, without slashes and control characters") from None
    return name


def endpoint(url: str | None) -> str | None:
    """The address of a service, without its last slash."""
    if url is None:
        return None
    try:
        check_endpoint_url(url)
    except ValidationError:
        raise ValueError(
            "must be the http:// or https:// address of a service, without user, password, query and fragment"
        ) from None
    return url.rstrip("/")


def region(name: str | None) -> str | None:
    """The name of a region, which becomes part of signatures and host names."""
    if name is not None and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        raise ValueError("must be a region's name, of letters, digits, '-', '_' and '.'")
    return name


def path(value: Path | None) -> Path | None:
    """A path, with the home folder for ``~``."""
    if value is None:
        return None
    if "\0" in str(value):
        raise ValueError("must be a path, without NUL characters")
    try:
        return value.expanduser()
    except RuntimeError:
        raise ValueError("must be a path, and the home folder that it begins with is not known") from None


def referred(value: object) -> object:
    """The secret that a reference leads to; what is no reference is the secret itself."""
    reference = SecretReference.parse(value) if isinstance(value, str) else None
    if reference is None:
        return value
    try:
        return reference.read()
    except SettingsError as error:
        raise ValueError(f"cannot be read: {error}") from None


def access_key(secret: SecretStr | None) -> SecretStr | None:
    """The name of a key pair or of an account."""
    if secret is not None and not re.fullmatch(r"[\x21-\x7e]+", secret.get_secret_value()):
        raise ValueError("must be the name of a key or of an account, without spaces and control characters")
    return secret


def secret_key(secret: SecretStr | None) -> SecretStr | None:
    """Any text: a key, or a whole file of credentials."""
    if secret is not None and not secret.get_secret_value().strip():
        raise ValueError("must be a secret or a reference to one, and is blank")
    return secret


def database_url(secret: SecretStr | None) -> SecretStr | None:
    """The address of a database, as SQLAlchemy has it."""
    if secret is not None and not _is_database(secret.get_secret_value()):
        raise ValueError(
            "must be the address of a database, as postgresql://user:password@host/name or sqlite:///file"
        )
    return secret


def _is_database(url: str) -> bool:
    if not re.match(r"(postgresql|sqlite)(\+[a-z0-9_]+)?://", url) or _CONTROL.search(url):
        return False
    try:
        # Without a host it is the server's socket on this machine.
        return urlsplit(url).port != 0
    except ValueError:
        return False
