"""The versions of a Pack, and those that are released."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from codomyrmex.cloud.coda_io.models.base import CodaModel, ItemPage
from codomyrmex.cloud.coda_io.models.permissions import UserSummary


class PackVersion(CodaModel):
    """A version of a Pack.

    Attributes:
        pack_id: the Pack.
        build_notes: what its maker notes of it.
        created_at: when it was made.
        creation_user_login_id: the email address of who made it.
        pack_version: the semantic version.
        release_id: the release that it became, if any.
        sdk_version: the SDK that it was built with.
        source: where it was built: ``web`` or ``cli``.
    """

    pack_id: int
    build_notes: str
    created_at: datetime
    creation_user_login_id: str
    pack_version: str
    release_id: int | None = None
    sdk_version: str | None = None
    source: str | None = None


class PackVersionPage(ItemPage[PackVersion]):
    """One page of the versions of a Pack.

    Attributes:
        creation_users: who made them.
    """

    creation_users: list[UserSummary]


class PackVersionFinding(CodaModel):
    """A difference between versions.

    Attributes:
        finding: what it is.
        path: where it is.
    """

    finding: str
    path: str


class PackVersionDiffs(CodaModel):
    """The differences between versions.

    Attributes:
        findings: what they are.
        finding_details: what and where they are.
    """

    findings: list[str]
    finding_details: list[PackVersionFinding]


class NextPackVersionInfo(PackVersionDiffs):
    """The version that should come next.

    Attributes:
        next_version: its semantic version.
    """

    next_version: str


class PackVersionUploadInfo(CodaModel):
    """Where to put the bundle of a version.

    Attributes:
        upload_url: the address, for one PUT.
        headers: what that has to say in its headers; it has a signature.
    """

    upload_url: str
    headers: dict[str, str] = Field(repr=False)


class PackDeprecation(CodaModel):
    """What a new version should not do any more.

    Attributes:
        path: where.
        message: what.
    """

    path: str
    message: str


class CreatePackVersionResponse(CodaModel):
    """A version was made.

    Attributes:
        deprecation_warnings: what it should not do any more.
    """

    deprecation_warnings: list[PackDeprecation] | None = None


class PackRelease(CodaModel):
    """A released version of a Pack.

    Attributes:
        pack_id: the Pack.
        release_notes: what its maker says of it.
        created_at: when it was released.
        release_id: the number of the release.
        pack_version: the semantic version.
        sdk_version: the SDK that it was built with.
    """

    pack_id: int
    release_notes: str
    created_at: datetime
    release_id: int
    pack_version: str
    sdk_version: str
