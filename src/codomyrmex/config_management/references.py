"""References to secrets: a profile says where a secret is and never holds it in the file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from codomyrmex.config_management.errors import SettingsError
from codomyrmex.config_management.home import from_home

FORMS = "env:NAME, file:/path or vault:path#key"

_VAULT_TIMEOUT_SECONDS = 10

Kind = Literal["env", "file", "vault"]


@dataclass(frozen=True, slots=True)
class SecretReference:
    """Where a secret is: an environment variable, a file, or a key of a Vault secret.

    Attributes:
        kind: ``env``, ``file`` or ``vault``.
        target: the variable, the path, or ``path#key`` as ``vault read`` takes it
            (``secret/data/backup#secret_key`` for version 2 of the key-value store).
    """

    kind: Kind
    target: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.target}"

    @classmethod
    def parse(cls, text: str) -> SecretReference | None:
        """The reference that ``text`` is, or ``None`` when it is something else."""
        kind, colon, target = text.partition(":")
        if not colon or not target or kind not in ("env", "file", "vault"):
            return None
        if kind == "vault":
            path, _, key = target.rpartition("#")
            if not path or not key:
                return None
        return cls(cast(Kind, kind), target)

    def missing(self) -> str | None:
        """What has to be set before this can be read, or ``None``. Makes no request."""
        if self.kind == "env":
            return None if os.environ.get(self.target) else self.target
        if self.kind == "file":
            return None if self._readable() else str(self._path)
        return None if os.environ.get("VAULT_ADDR") else "VAULT_ADDR"

    def read(self) -> str:
        """The secret.

        Raises:
            SettingsError: the variable is not set, the file cannot be read or is empty, or Vault has no
                such key, refuses or does not answer.
        """
        if self.kind == "env":
            return self._read_variable()
        return self._read_file() if self.kind == "file" else self._read_vault()

    @property
    def _path(self) -> Path:
        return from_home(self.target)

    def _readable(self) -> bool:
        try:
            return os.access(self._path, os.R_OK)
        except ValueError:  # a NUL character
            return False

    def _read_variable(self) -> str:
        secret = os.environ.get(self.target)
        if not secret:
            raise SettingsError(f"the environment variable {self.target} is not set")
        return secret

    def _read_file(self) -> str:
        try:
            # Editors and `echo` end a file with a line break that is not part of the secret.
            secret = self._path.read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise SettingsError(f"the secret file {self._path} cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise SettingsError(f"the secret file {self._path} is not UTF-8 text") from None
        except ValueError:
            raise SettingsError(f"the path of a secret file has a NUL character: {self.target!r}") from None
        if not secret:
            raise SettingsError(f"the secret file {self._path} is empty")
        return secret

    def _read_vault(self) -> str:
        path, _, key = self.target.rpartition("#")
        fields = _vault_fields(path)
        secret = fields.get(key)
        if not isinstance(secret, str) or not secret:
            raise SettingsError(f"the Vault secret {path} has no text under the key {key!r}")
        return secret


def _vault_fields(path: str) -> dict[str, Any]:
    try:
        import hvac
        import requests
    except ModuleNotFoundError:
        raise SettingsError(
            f"reading vault:{path} needs hvac; install it with: pip install 'codomyrmex-cloud[vault]'"
        ) from None
    address = os.environ.get("VAULT_ADDR")
    if not address:
        raise SettingsError(f"reading vault:{path} needs the environment variable VAULT_ADDR")
    client = hvac.Client(
        url=address, namespace=os.environ.get("VAULT_NAMESPACE"), timeout=_VAULT_TIMEOUT_SECONDS
    )
    if not client.token:
        raise SettingsError(f"reading vault:{path} needs the environment variable VAULT_TOKEN")
    # The library's own messages repeat addresses and answers, so only the kind of fault is passed on.
    try:
        answer = client.read(path)
    except hvac.exceptions.Forbidden:
        raise SettingsError(f"Vault does not let this token read {path}") from None
    except hvac.exceptions.VaultError as error:
        raise SettingsError(f"Vault cannot read {path}: {type(error).__name__}") from None
    except requests.RequestException as error:
        raise SettingsError(f"Vault does not answer for {path}: {type(error).__name__}") from None
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, dict):
        raise SettingsError(f"Vault holds nothing at {path}")
    # Version 2 of the key-value store wraps the fields once more, beside their metadata.
    inner = data.get("data")
    return inner if isinstance(inner, dict) and "metadata" in data else data
