"""A key in Vault's transit engine, or in that of OpenBao: https://developer.hashicorp.com/vault/api-docs/secret/transit."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from aegis_multimodal_ai_system.model_registry.errors import (
    SigningDeniedError,
    SigningError,
    SigningKeyKindError,
    SigningKeyNotFoundError,
    SigningUnavailableError,
)
from aegis_multimodal_ai_system.model_registry.requirements import require
from aegis_multimodal_ai_system.model_registry.signatures.public_key import PublicKey
from aegis_multimodal_ai_system.model_registry.signatures.signer import Signer
from aegis_multimodal_ai_system.storage.secret import reveal
from codomyrmex.cloud.common.errors import ConfigurationError, InvalidRequestError

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.storage.secret import Secret

_NAME = re.compile(r"\w(?:[\w.-]*\w)?")
_TYPE = "ecdsa-p256"
_TIMEOUT_SECONDS = 30


class VaultTransitSigner(Signer):
    """Signs with a key of the type ``ecdsa-p256``, in the version that was the newest when this was made.

    The token must be allowed to ``read`` ``MOUNT/keys/NAME`` and to ``update`` ``MOUNT/sign/NAME``.

    Args:
        name: the key's name.
        mount: where the engine is.
        address: of the server; by default ``VAULT_ADDR``.
        token: by default ``VAULT_TOKEN``, or what ``vault login`` has left.
        namespace: by default ``VAULT_NAMESPACE``.

    Raises:
        SigningKeyNotFoundError: there is no such key.
        SigningKeyKindError: it is of another type.
        SigningDeniedError: the token is wrong, or not allowed to read the key.
        SigningUnavailableError: the server does not answer, or is sealed.
        ConfigurationError: there is no address or no token.
        InvalidRequestError: it is no name of a key.
        MissingDependencyError: the extra ``vault`` is not installed.
    """

    def __init__(
        self,
        name: str,
        *,
        mount: str = "transit",
        address: str | None = None,
        token: Secret | None = None,
        namespace: str | None = None,
    ) -> None:
        require("hvac", extra="vault")
        import hvac

        if not _NAME.fullmatch(name):
            raise InvalidRequestError(f"{name!r} is no name of a key in Vault.")
        address = address or os.environ.get("VAULT_ADDR")
        if not address:
            raise ConfigurationError("Signing with Vault needs its address, as in VAULT_ADDR.")
        client = hvac.Client(
            url=address,
            token=reveal(token),
            namespace=namespace or os.environ.get("VAULT_NAMESPACE"),
            timeout=_TIMEOUT_SECONDS,
        )
        if not client.token:
            raise ConfigurationError("Signing with Vault needs a token, as in VAULT_TOKEN.")
        self._transit, self._name, self._mount = client.secrets.transit, name, mount
        self._version, self._public_key = self._read()

    @property
    def public_key(self) -> PublicKey:
        return self._public_key

    def sign_digest(self, digest: bytes) -> bytes:
        with self._translated("sign with"):
            answer = self._transit.sign_data(
                self._name,
                hash_input=base64.b64encode(digest).decode("ascii"),
                key_version=self._version,
                hash_algorithm="sha2-256",
                prehashed=True,
                marshaling_algorithm="asn1",
                mount_point=self._mount,
            )
        # vault:v1:BASE64
        signature = str(_data(answer).get("signature"))
        _, version, value = (*signature.split(":"), "", "")[:3]
        if version != f"v{self._version}":
            raise self._nonsense()
        return self._decoded(value)

    def _read(self) -> tuple[int, PublicKey]:
        with self._translated("read"):
            data = _data(self._transit.read_key(self._name, mount_point=self._mount))
        if data.get("type") != _TYPE:
            raise SigningKeyKindError(
                f"The key {self._name} of Vault is of the type {data.get('type')}, "
                f"and only {_TYPE} signs models."
            )
        try:
            version = int(data["latest_version"])
            return version, PublicKey.from_pem(data["keys"][str(version)]["public_key"].encode())
        except (KeyError, TypeError, ValueError, AttributeError):
            raise self._nonsense() from None

    def _decoded(self, value: str) -> bytes:
        try:
            return base64.b64decode(value, validate=True)
        except ValueError:
            raise self._nonsense() from None

    def _nonsense(self) -> SigningUnavailableError:
        return SigningUnavailableError(
            f"What answers for the key {self._name} is not Vault's transit engine."
        )

    @contextmanager
    def _translated(self, doing: str) -> Iterator[None]:
        """Turns what hvac raises into errors of one's own. Its messages hold addresses, and stay behind."""
        import hvac
        import requests

        key = f"the key {self._name}"
        try:
            yield
        except (hvac.exceptions.Forbidden, hvac.exceptions.Unauthorized):
            raise SigningDeniedError(f"Vault does not let this token {doing} {key}.") from None
        except hvac.exceptions.InvalidPath:
            raise SigningKeyNotFoundError(f"Vault has no key {self._name} in {self._mount}.") from None
        except hvac.exceptions.InvalidRequest as error:
            if any("not found" in one for one in error.errors or ()):
                raise SigningKeyNotFoundError(f"Vault has no key {self._name} in {self._mount}.") from None
            raise SigningError(f"Vault refuses to {doing} {key}: {'; '.join(error.errors or ())}.") from None
        except hvac.exceptions.VaultError as error:
            raise SigningUnavailableError(
                f"Vault cannot {doing} {key} now: {type(error).__name__}."
            ) from None
        except (requests.RequestException, ValueError) as error:
            raise SigningUnavailableError(
                f"Vault does not answer for {key}: {type(error).__name__}."
            ) from None


def _data(answer: Any) -> dict[str, Any]:
    data = answer.get("data") if isinstance(answer, dict) else None
    return data if isinstance(data, dict) else {}
