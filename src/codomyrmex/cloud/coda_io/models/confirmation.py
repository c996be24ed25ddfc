"""What an operation answers that has nothing to tell."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models.base import CodaModel


class Confirmation(CodaModel):
    """It was done; there is no more to say."""
