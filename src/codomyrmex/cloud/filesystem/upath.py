"""The paths of universal_pathlib: ``UPath("cmx+minio://bucket/key")``."""

from __future__ import annotations

from upath import UPath


class ObjectPath(UPath):
    """An object, or what several keys begin with; universal_pathlib makes it of an address."""

    __slots__ = ()
