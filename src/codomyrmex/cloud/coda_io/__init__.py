"""Coda (https://coda.io/developers/apis/v1): documents, their tables and rows, and all else of its API."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.client import CodaClient

__all__ = ["CodaClient"]
