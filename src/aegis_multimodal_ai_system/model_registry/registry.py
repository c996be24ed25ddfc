"""The registry: models in a storage, what is known of them in a catalogue, and the policy at the door."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Self

from aegis_multimodal_ai_system.model_registry.cache import Cache, default_cache
from aegis_multimodal_ai_system.model_registry.errors import VerificationError
from aegis_multimodal_ai_system.model_registry.fetching import check_signature, fetch
from aegis_multimodal_ai_system.model_registry.registering import PREFIX, described, store
from aegis_multimodal_ai_system.model_registry.signatures.signing import BUNDLE_SUFFIX
from codomyrmex.cloud.common.errors import ConfigurationError

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.config.settings import Settings
    from aegis_multimodal_ai_system.model_registry.catalogue import Catalogue, ModelVersion, Stage
    from aegis_multimodal_ai_system.model_registry.policy import Policy
    from aegis_multimodal_ai_system.model_registry.signatures import Signature, Signer
    from aegis_multimodal_ai_system.storage.client import StorageClient
    from codomyrmex.cloud.common.storage import ObjectInfo

UPLOADS_TAKE = timedelta(days=1)


class ModelRegistry:
    """Models in a storage, catalogued, and never loaded unverified.

    Args:
        storage: the bucket that holds them.
        catalogue: what is known of them.
        policy: what is let in.
        cache: the folder for what was loaded; by default one in the user's cache.
    """

    def __init__(
        self,
        storage: StorageClient,
        catalogue: Catalogue,
        policy: Policy,
        *,
        cache: str | os.PathLike[str] | None = None,
    ) -> None:
        self.storage = storage
        self.catalogue = catalogue
        self.policy = policy
        self._cache = Cache(default_cache() if cache is None else Path(cache))

    @classmethod
    def from_settings(cls, cfg: Settings | None = None) -> Self:
        """The registry that settings describe.

        Args:
            cfg: the settings; by default ``config.cfg``.

        Raises:
            ConfigurationError: a setting is wrong, or no policy is named.
            PolicyError: the policy is wrong.
            SchemaError: the database has other tables than this program's.
            CatalogueUnavailableError: the database does not answer.
        """
        from aegis_multimodal_ai_system.model_registry.catalogue import Catalogue
        from aegis_multimodal_ai_system.model_registry.policy import load_policy
        from aegis_multimodal_ai_system.storage import create_storage_client

        if cfg is None:
            from aegis_multimodal_ai_system import config

            cfg = config.cfg
        if cfg.MODEL_SIGNATURE_POLICY is None:
            raise ConfigurationError(
                "MODEL_SIGNATURE_POLICY must name the policy that says whose keys count."
            )
        policy = load_policy(cfg.MODEL_SIGNATURE_POLICY)
        return cls(create_storage_client(cfg), Catalogue.open(cfg.DATABASE_URL), policy)

    def register(
        self,
        name: str,
        file_path: str | os.PathLike[str],
        *,
        signer: Signer | None = None,
        signature: Signature | None = None,
        parents: tuple[str, ...] = (),
        provenance: Mapping[str, str] | None = None,
    ) -> ModelVersion:
        """Store a file as the next version of a model, in ``staging``. What could not be loaded is refused.

        Args:
            name: the model's name.
            file_path: the file.
            signer: what signs it now; or
            signature: the signature that it has, as `read_signature` gives it.
            parents: the URIs of the versions that it was made from.
            provenance: where it comes from, as the commit and the data.

        Raises:
            VerificationError: the policy does not let it in; nothing was sent.
            NotFoundError: a parent is not there; nothing was sent.
            LocalFileError: the file cannot be read, or changes meanwhile.
            CatalogueUnavailableError: the database does not answer; `gc` finds what was uploaded.
        """
        if signer is not None and signature is not None:
            raise ValueError("give a signer or a signature, not both")
        path = Path(file_path)
        given = MappingProxyType(dict(provenance or {}))
        candidate = described(name, path, self.policy, signer or signature, given)
        # Before anything is sent; and a stage may hold another version tomorrow.
        lineage = tuple(self.catalogue.get(parent).uri for parent in parents)
        new = replace(candidate.new, parents=lineage)
        return store(self.storage, self.catalogue, replace(candidate, new=new))

    def load_artifact(self, uri: str) -> Path:
        """The file of a version, after its digest and its signature were checked.

        What was loaded before is checked again and not downloaded again. After a refusal it is not in the
        cache.

        Args:
            uri: ``aegis://NAME/VERSION``, ``aegis://NAME/staging`` or ``aegis://NAME/production``.

        Returns:
            A path in the cache; copy it before you change it.

        Raises:
            NotFoundError: there is no such version.
            ArtifactMissingError: its object is gone.
            PreconditionFailedError: its object was replaced while it was downloaded.
            VerificationError: it is not what was registered, or the policy does not let it in.
        """
        found = self.catalogue.get(uri)
        path = self._cache.path(found)
        self._cache.remove_leftovers()
        try:
            check_signature(self.storage, self.policy, found)
            if not self._cache.holds(found):
                return fetch(self.storage, self.policy, found, self._cache.folder, path)
            self.policy.check_format(found.name, path)
        except VerificationError:
            self._cache.discard(found)
            raise
        return path

    def get(self, uri: str) -> ModelVersion:
        """What is known of a version; see `Catalogue.get`."""
        return self.catalogue.get(uri)

    def list(self, name: str | None = None, *, stage: Stage | None = None) -> list[ModelVersion]:
        """The versions of one model or of all; see `Catalogue.list`."""
        return self.catalogue.list(name, stage=stage)

    def promote(self, uri: str) -> ModelVersion:
        """Bring a version from ``staging`` to ``production``; see `Catalogue.promote`."""
        return self.catalogue.promote(uri)

    def orphans(self, *, older_than: timedelta = UPLOADS_TAKE) -> Iterator[ObjectInfo]:
        """The objects of models that no version has: what a registration that failed may leave.

        Args:
            older_than: younger ones may belong to a registration that is under way.
        """
        before = datetime.now(UTC) - older_than
        # Objects before rows: what is recorded in between is not taken for an orphan.
        objects = [
            found
            for found in self.storage.list(PREFIX)
            if found.last_modified is not None and found.last_modified <= before
        ]
        recorded = set(self.catalogue.keys())
        return (
            found
            for found in objects
            # A file that is recorded may itself have a name with that ending.
            if recorded.isdisjoint((found.key, found.key.removesuffix(BUNDLE_SUFFIX)))
        )

    def gc(self, *, older_than: timedelta = UPLOADS_TAKE) -> int:
        """Delete the orphans.

        Args:
            older_than: as of `orphans`.

        Returns:
            How many objects were deleted.
        """
        count = 0
        for found in self.orphans(older_than=older_than):
            self.storage.delete(found.key)
            count += 1
        return count

    def close(self) -> None:
        """Close idle connections; the registry can be used again all the same."""
        self.storage.close()
        self.catalogue.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"ModelRegistry({self.storage!r}, {self.catalogue!r})"
