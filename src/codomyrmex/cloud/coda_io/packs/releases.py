"""Releases of Packs."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import CodaList, given
from codomyrmex.cloud.common.telemetry import operation


class PackReleases(PackService):
    """The versions of a Pack that its users get."""

    @operation("create_pack_release")
    def create_pack_release(
        self, pack_id: int, *, pack_version: str, release_notes: str | None = None
    ) -> models.versions.PackRelease:
        """Release a version of a Pack.

        Args:
            pack_id: the Pack.
            pack_version: the semantic version.
            release_notes: what to tell its users.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/createPackRelease
        """
        return self._ask(
            models.versions.PackRelease,
            "POST",
            self._pack_path(pack_id, "releases"),
            body=given(pack_version=pack_version, release_notes=release_notes),
        )

    @operation("list_pack_releases")
    def list_pack_releases(
        self,
        pack_id: int,
        *,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.versions.PackRelease]:
        """The releases of a Pack.

        Args:
            pack_id: the Pack.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listPackReleases
        """
        return self._list(
            ItemPage[models.versions.PackRelease],
            self._pack_path(pack_id, "releases"),
            query=given(limit=limit),
            page_token=page_token,
        )

    @operation("update_pack_release")
    def update_pack_release(
        self,
        pack_id: int,
        pack_release_id: int,
        *,
        release_notes: str | None = None,
    ) -> models.versions.PackRelease:
        """Change what a release tells.

        Args:
            pack_id: the Pack.
            pack_release_id: the number of the release.
            release_notes: what to tell the users.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/updatePackRelease
        """
        return self._ask(
            models.versions.PackRelease,
            "PUT",
            self._pack_path(pack_id, "releases", pack_release_id),
            body=given(release_notes=release_notes),
            repeatable=True,
        )
