"""The objects of a store as an fsspec filesystem: what pandas, pyarrow, dask and pathlib know how to use.

fs = connect("minio").storage.filesystem("bucket")     paths are keys
fs = fsspec.filesystem("cmx", profile="minio")         paths are bucket/key
fsspec.open("minio://bucket/key")                      the same
"""

from __future__ import annotations

from importlib.util import find_spec

from codomyrmex.cloud.common.errors import MissingDependencyError

if find_spec("fsspec") is None:
    raise MissingDependencyError(
        "A filesystem needs fsspec. Install it with: pip install 'codomyrmex-cloud[fsspec]'"
    )

from codomyrmex.cloud.filesystem.bucket import BucketFileSystem
from codomyrmex.cloud.filesystem.objects import ObjectFileSystem
from codomyrmex.cloud.filesystem.profiles import (
    InfomaniakFileSystem,
    MinIOFileSystem,
    ProfileFileSystem,
    register_profile,
)

__all__ = [
    "BucketFileSystem",
    "InfomaniakFileSystem",
    "MinIOFileSystem",
    "ObjectFileSystem",
    "ProfileFileSystem",
    "register_profile",
]
