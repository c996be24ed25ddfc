"""What the declarations of several tools share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeAlias

from pydantic import Field

from codomyrmex.model_context_protocol import Bucket, Injected, Key, Means, Phase, Profile
from codomyrmex.model_context_protocol.paths import ReadableFile, WritableFile

LOOKING = (Phase.EXECUTE, Phase.VERIFY, Phase.LEARN)
"""When a tool is of use that looks at something: always."""

Confirmed: TypeAlias = Annotated[bool, Injected.CONFIRMED]
LargestObject: TypeAlias = Annotated[int | None, Injected.OBJECT_BYTES]
Told: TypeAlias = Annotated[Callable[[int], object] | None, Injected.PROGRESS]

OnProfile: TypeAlias = Annotated[
    Profile, Field(description="A profile: infomaniak, aws, minio, local or one of the configuration file.")
]
OnCoda: TypeAlias = Annotated[Profile, Field(description="A profile of Coda.")]

InBucket: TypeAlias = Annotated[Bucket, Field(description="The name of a bucket.")]
AtKey: TypeAlias = Annotated[Key, Field(description="The exact key of an object.")]

ReadFile: TypeAlias = Annotated[ReadableFile, Means.READ_PATH]
WriteFile: TypeAlias = Annotated[WritableFile, Means.WRITE_PATH]

Cursor: TypeAlias = Annotated[
    str | None, Field(max_length=8192, description="From the answer before this one: where to go on.")
]
Limit: TypeAlias = Annotated[int, Field(ge=1, le=1000, description="How many at most.")]

Day: TypeAlias = Annotated[
    str | None, Field(max_length=10, description="A day of UTC, as 2026-03-01; the end is not included.")
]

# The variables that built-in profiles read.
OPENSTACK = ("INFOMANIAK_APP_CREDENTIAL_ID", "INFOMANIAK_APP_CREDENTIAL_SECRET")
S3 = ("INFOMANIAK_S3_ACCESS_KEY", "INFOMANIAK_S3_SECRET_KEY")
CODA = ("CODA_API_TOKEN",)
