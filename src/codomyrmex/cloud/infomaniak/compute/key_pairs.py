"""Key pairs in Nova."""

from __future__ import annotations

from collections.abc import Iterator

from codomyrmex.cloud.common.compute import KeyPair
from codomyrmex.cloud.infomaniak.compute.reading import key_pair_of
from codomyrmex.cloud.infomaniak.compute.service import NovaClient


class NovaKeyPairs(NovaClient):
    """The key pairs of the user, which Nova keeps apart from projects."""

    def _list_key_pairs(self) -> Iterator[KeyPair]:
        region = self.region
        return (key_pair_of(one["keypair"], region) for one in self._nova_pages("/os-keypairs", "keypairs"))

    def _get_key_pair(self, name: str) -> KeyPair:
        return key_pair_of(self._nova("GET", "os-keypairs", name)["keypair"], self.region)

    def _create_key_pair(self, name: str) -> KeyPair:
        made = self.native.compute.create_keypair(name=name)
        return key_pair_of(made.to_dict(computed=False), self.region)

    def _import_key_pair(self, name: str, public_key: str) -> KeyPair:
        made = self.native.compute.create_keypair(name=name, public_key=public_key)
        return key_pair_of(made.to_dict(computed=False), self.region)

    def _delete_key_pair(self, name: str) -> None:
        self._nova("DELETE", "os-keypairs", name)
