"""The objects of a store as a filesystem."""

from __future__ import annotations

from codomyrmex.cloud.filesystem.copying import CopyMethods


class ObjectFileSystem(CopyMethods):
    """The objects of a store, with the methods of `fsspec.AbstractFileSystem`.

    Errors are those of the client, each of which is the builtin that Python's own files would raise. An
    instance is safe to share between threads and works in a forked child; but a transaction is one of all
    its threads.
    """
