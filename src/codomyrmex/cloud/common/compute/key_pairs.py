"""The SSH keys that instances let in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.compute.types import KeyPair
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier


class KeyPairs(ServiceClient, ABC):
    """The part of :class:`ComputeClient` that has key pairs; their name is their id."""

    @operation("list_key_pairs")
    def list_key_pairs(self) -> Iterator[KeyPair]:
        """Every key pair, lazily and in the provider's order.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_key_pairs(), self._error_of)

    @operation("get_key_pair")
    def get_key_pair(self, name: str) -> KeyPair:
        """One key pair by name, without its private key.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(name, "the name of a key pair")
        return self._get_key_pair(name)

    @operation("create_key_pair")
    def create_key_pair(self, name: str) -> KeyPair:
        """Make a key pair.

        Returns:
            The key pair with its private key, which is not shown by ``repr`` and cannot be asked for again.

        Raises:
            AlreadyExistsError: one of this name is there.
            QuotaExceededError: the account has no room for it.
        """
        check_identifier(name, "the name of a key pair")
        return self._create_key_pair(name, self._tagged(None))

    @operation("import_key_pair")
    def import_key_pair(self, name: str, public_key: str) -> KeyPair:
        """Store a public key, in the form of ``authorized_keys``; raises as :meth:`create_key_pair`."""
        check_identifier(name, "the name of a key pair")
        if "PRIVATE KEY" in public_key:
            raise ValidationError(
                "this is a private key; only the public one is stored (the file that ends .pub)"
            )
        if not public_key.strip():
            raise ValidationError("the public key is empty")
        return self._import_key_pair(name, public_key.strip(), self._tagged(None))

    @operation("delete_key_pair")
    def delete_key_pair(self, name: str) -> None:
        """Delete a key pair; instances that let the key in still do.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(name, "the name of a key pair")
        self._delete_key_pair(name)

    @abstractmethod
    def _list_key_pairs(self) -> Iterator[KeyPair]: ...

    @abstractmethod
    def _get_key_pair(self, name: str) -> KeyPair: ...

    @abstractmethod
    def _create_key_pair(self, name: str, tags: dict[str, str]) -> KeyPair: ...

    @abstractmethod
    def _import_key_pair(self, name: str, public_key: str, tags: dict[str, str]) -> KeyPair: ...

    @abstractmethod
    def _delete_key_pair(self, name: str) -> None: ...
