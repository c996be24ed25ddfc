"""Published docs."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models.base import CodaModel, RequestAccepted


class PublishResult(RequestAccepted):
    """A doc will be published, or its publication changed."""


class UnpublishResult(CodaModel):
    """A doc is published no more; there is no more to say."""
