"""Where to put the pictures and the source of a Pack, and where its source is."""

from __future__ import annotations

from pydantic import Field

from codomyrmex.cloud.coda_io.models.base import CodaModel


class PackAssetUploadInfo(CodaModel):
    """Where to put a picture.

    Attributes:
        upload_url: the address, for one PUT; it has a signature.
        pack_asset_uploaded_path_name: the path in the API to say that it is there.
        headers: what the PUT has to say in its headers.
    """

    upload_url: str = Field(repr=False)
    pack_asset_uploaded_path_name: str
    headers: dict[str, str] = Field(repr=False)


class PackSourceCodeUploadInfo(CodaModel):
    """Where to put source code.

    Attributes:
        upload_url: the address, for one PUT; it has a signature.
        uploaded_path_name: the path in the API to say that it is there.
        headers: what the PUT has to say in its headers.
    """

    upload_url: str = Field(repr=False)
    uploaded_path_name: str
    headers: dict[str, str] = Field(repr=False)


class PackAssetUploadCompleteResponse(CodaModel):
    """A picture is there.

    Attributes:
        request_id: the request.
        asset_id: what it is called where a Pack is given it.
    """

    request_id: str
    asset_id: str


class PackSourceCodeUploadCompleteResponse(CodaModel):
    """The source is there.

    Attributes:
        request_id: the request.
    """

    request_id: str


class PackSourceCode(CodaModel):
    """A file of a Pack's source.

    Attributes:
        filename: its name.
        url: where to fetch it from, for a while.
    """

    filename: str
    url: str = Field(repr=False)


class PackSourceCodeInfo(CodaModel):
    """A Pack's source.

    Attributes:
        files: its files.
    """

    files: list[PackSourceCode]
