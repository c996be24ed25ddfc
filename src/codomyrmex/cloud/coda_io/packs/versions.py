"""Versions of Packs."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import given
from codomyrmex.cloud.common.listing import Listing
from codomyrmex.cloud.common.telemetry import operation


class PackVersions(PackService):
    """The versions of a Pack: built, uploaded, registered."""

    @operation("list_pack_versions")
    def list_pack_versions(
        self,
        pack_id: int,
        *,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> Listing[models.versions.PackVersion, models.versions.PackVersionPage]:
        """The versions of a Pack.

        Args:
            pack_id: the Pack.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listPackVersions
        """
        return self._list(
            models.versions.PackVersionPage,
            self._pack_path(pack_id, "versions"),
            query=given(limit=limit),
            page_token=page_token,
        )

    @operation("get_next_pack_version")
    def get_next_pack_version(
        self,
        pack_id: int,
        *,
        proposed_metadata: str,
        sdk_version: str | None = None,
    ) -> models.versions.NextPackVersionInfo:
        """The version that a Pack should have next, from what it will say of itself.

        Args:
            pack_id: the Pack.
            proposed_metadata: the metadata of the next version, as JSON.
            sdk_version: the SDK that it was built with.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/getNextPackVersion
        """
        return self._ask(
            models.versions.NextPackVersionInfo,
            "POST",
            self._pack_path(pack_id, "nextVersion"),
            body=given(proposed_metadata=proposed_metadata, sdk_version=sdk_version),
            repeatable=True,
        )

    @operation("get_pack_version_diffs")
    def get_pack_version_diffs(
        self, pack_id: int, base_pack_version: str, target_pack_version: str
    ) -> models.versions.PackVersionDiffs:
        """The differences between two versions of a Pack.

        Args:
            pack_id: the Pack.
            base_pack_version: the older semantic version.
            target_pack_version: the newer one.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/getPackVersionDiffs
        """
        return self._ask(
            models.versions.PackVersionDiffs,
            "GET",
            self._pack_path(pack_id, "versions", base_pack_version, "diff", target_pack_version),
        )

    @operation("register_pack_version")
    def register_pack_version(
        self, pack_id: int, pack_version: str, *, bundle_hash: str
    ) -> models.versions.PackVersionUploadInfo:
        """Begin a version of a Pack. The answer says where to put its bundle.

        `pack_version_upload_complete` then makes the version.

        Args:
            pack_id: the Pack.
            pack_version: the semantic version.
            bundle_hash: the SHA-256 of the bundle, in hexadecimal.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/registerPackVersion
        """
        return self._ask(
            models.versions.PackVersionUploadInfo,
            "POST",
            self._pack_path(pack_id, "versions", pack_version, "register"),
            body=given(bundle_hash=bundle_hash),
        )

    @operation("pack_version_upload_complete")
    def pack_version_upload_complete(
        self,
        pack_id: int,
        pack_version: str,
        *,
        notes: str | None = None,
        source: str | None = None,
        allow_older_sdk_version: bool | None = None,
    ) -> models.versions.CreatePackVersionResponse:
        """Make the version of a Pack whose bundle has been put where `register_pack_version` said.

        Args:
            pack_id: the Pack.
            pack_version: the semantic version.
            notes: what there is to say of it.
            source: where it was built: ``web`` or ``cli``.
            allow_older_sdk_version: take it although an earlier version was built with a newer SDK.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/packVersionUploadComplete
        """
        return self._ask(
            models.versions.CreatePackVersionResponse,
            "POST",
            self._pack_path(pack_id, "versions", pack_version, "uploadComplete"),
            body=given(notes=notes, source=source, allow_older_sdk_version=allow_older_sdk_version),
        )
