"""Key pairs in Nova."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from codomyrmex.cloud.common.compute import KeyPair
from codomyrmex.cloud.infomaniak.compute.reading import key_pair_of
from codomyrmex.cloud.infomaniak.compute.service import NovaClient
from codomyrmex.cloud.infomaniak.tags import with_mark

_BITS = 2048
"""What Nova made, as long as it made keys; instances of Windows take no other kind than RSA."""


class NovaKeyPairs(NovaClient):
    """The key pairs of the user, which Nova keeps apart from projects.

    Pairs are made here: a private key has no need to travel, and Nova makes none from its version 2.92 on.
    Nova keeps no tags of them; those are in the comment at the end of the public key.
    """

    def _list_key_pairs(self) -> Iterator[KeyPair]:
        region = self.region
        return (key_pair_of(one["keypair"], region) for one in self._nova_pages("/os-keypairs", "keypairs"))

    def _get_key_pair(self, name: str) -> KeyPair:
        return key_pair_of(self._nova("GET", "os-keypairs", name)["keypair"], self.region)

    def _create_key_pair(self, name: str, tags: dict[str, str]) -> KeyPair:
        private, public = _new_pair()
        return replace(self._import_key_pair(name, public, tags), private_key=private)

    def _import_key_pair(self, name: str, public_key: str, tags: dict[str, str]) -> KeyPair:
        made = self.native.compute.create_keypair(name=name, public_key=with_mark(public_key, tags))
        return key_pair_of(made.to_dict(computed=False), self.region)

    def _delete_key_pair(self, name: str) -> None:
        self._nova("DELETE", "os-keypairs", name)


def _new_pair() -> tuple[str, str]:
    """A private key in PEM, and its public key as ``authorized_keys`` has it."""
    # Every openstacksdk comes with it.
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    return private.decode(), public.decode()
