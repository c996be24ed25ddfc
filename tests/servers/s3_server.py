"""What a test needs to know of a running S3 server."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class S3Server:
    """An S3 endpoint on loopback, addressed path-style."""

    name: str
    endpoint: str
    access_key: str
    secret_key: str = field(repr=False)
    region: str = "us-east-1"

    @property
    def port(self) -> int:
        """The TCP port of the endpoint on 127.0.0.1."""
        return int(self.endpoint.rpartition(":")[2])
