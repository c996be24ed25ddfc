"""What is wrong with a backup."""

from __future__ import annotations

from codomyrmex.cloud.common.errors import CloudError


class DatabaseProgramError(CloudError):
    """A program of the database failed; what it wrote was removed, what it restored was rolled back."""
