"""Pictures and source code of Packs."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import given
from codomyrmex.cloud.common.telemetry import operation


class PackUploads(PackService):
    """The pictures and the source of a Pack: ask where, put it there, say that it is there."""

    @operation("upload_pack_asset")
    def upload_pack_asset(
        self,
        pack_id: int,
        *,
        pack_asset_type: str,
        image_hash: str,
        mime_type: str,
        filename: str,
    ) -> models.uploads.PackAssetUploadInfo:
        """Where to put a picture of a Pack.

        Args:
            pack_id: the Pack.
            pack_asset_type: ``logo``, ``cover``, ``exampleImage`` or ``agentImage``.
            image_hash: the SHA-256 of the picture, in hexadecimal.
            mime_type: its media type.
            filename: the name of its file.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/uploadPackAsset
        """
        return self._ask(
            models.uploads.PackAssetUploadInfo,
            "POST",
            self._pack_path(pack_id, "uploadAsset"),
            body=given(
                pack_asset_type=pack_asset_type, image_hash=image_hash, mime_type=mime_type, filename=filename
            ),
            repeatable=True,
        )

    @operation("pack_asset_upload_complete")
    def pack_asset_upload_complete(
        self, pack_id: int, pack_asset_id: str, pack_asset_type: str
    ) -> models.uploads.PackAssetUploadCompleteResponse:
        """Say that a picture is where `upload_pack_asset` said.

        Args:
            pack_id: the Pack.
            pack_asset_id: the id, from the path that `upload_pack_asset` answered.
            pack_asset_type: ``logo``, ``cover``, ``exampleImage`` or ``agentImage``.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/packAssetUploadComplete
        """
        return self._ask(
            models.uploads.PackAssetUploadCompleteResponse,
            "POST",
            self._pack_path(pack_id, "assets", pack_asset_id, "assetType", pack_asset_type, "uploadComplete"),
        )

    @operation("upload_pack_source_code")
    def upload_pack_source_code(
        self,
        pack_id: int,
        *,
        payload_hash: str,
        filename: str,
        pack_version: str | None = None,
    ) -> models.uploads.PackSourceCodeUploadInfo:
        """Where to put the source of a Pack.

        Args:
            pack_id: the Pack.
            payload_hash: the SHA-256 of the source, in hexadecimal.
            filename: the name of its file.
            pack_version: the semantic version that it is the source of.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/uploadPackSourceCode
        """
        return self._ask(
            models.uploads.PackSourceCodeUploadInfo,
            "POST",
            self._pack_path(pack_id, "uploadSourceCode"),
            body=given(payload_hash=payload_hash, filename=filename, pack_version=pack_version),
            repeatable=True,
        )

    @operation("pack_source_code_upload_complete")
    def pack_source_code_upload_complete(
        self, pack_id: int, pack_version: str, *, filename: str, code_hash: str
    ) -> models.uploads.PackSourceCodeUploadCompleteResponse:
        """Say that the source is where `upload_pack_source_code` said.

        Args:
            pack_id: the Pack.
            pack_version: the semantic version.
            filename: the name of its file.
            code_hash: the SHA-256 of the source, in hexadecimal.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/packSourceCodeUploadComplete
        """
        return self._ask(
            models.uploads.PackSourceCodeUploadCompleteResponse,
            "POST",
            self._pack_path(pack_id, "versions", pack_version, "sourceCode", "uploadComplete"),
            body=given(filename=filename, code_hash=code_hash),
        )

    @operation("get_pack_source_code")
    def get_pack_source_code(self, pack_id: int, pack_version: str) -> models.uploads.PackSourceCodeInfo:
        """Where to fetch the source of a version from, for a while.

        Args:
            pack_id: the Pack.
            pack_version: the semantic version.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/getPackSourceCode
        """
        return self._ask(
            models.uploads.PackSourceCodeInfo,
            "GET",
            self._pack_path(pack_id, "versions", pack_version, "sourceCode"),
        )
