"""The paths of universal_pathlib: ``UPath("cmx+minio://bucket/key")``."""

from __future__ import annotations

from fsspec.registry import get_filesystem_class, known_implementations
from upath import UPath

from codomyrmex.cloud.filesystem import ProfileFileSystem


class ObjectPath(UPath):
    """An object, or what several keys begin with; universal_pathlib makes it of an address."""

    __slots__ = ()


# It asks how a protocol spells its paths before it makes the filesystem, and guesses where fsspec has only
# read the name of the class until then.
for _protocol, _known in tuple(known_implementations.items()):
    if _known["class"].startswith(ProfileFileSystem.__module__):
        get_filesystem_class(_protocol)
