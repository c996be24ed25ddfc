"""Files on this machine that an agent may read and write: below allowed folders, and nowhere else."""

from __future__ import annotations

from codomyrmex.model_context_protocol.paths.files import ReadableFile, WritableFile
from codomyrmex.model_context_protocol.paths.folders import AllowedFolders

__all__ = ["AllowedFolders", "ReadableFile", "WritableFile"]
