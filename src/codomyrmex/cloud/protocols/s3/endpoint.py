"""Where an S3 service is, and how a bucket and a key become an address there."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.wire.target import encode_path
from codomyrmex.validation import ValidationError, check_endpoint_url

Addressing = Literal["auto", "path", "virtual"]
_HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_AWS_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn")


class Address(NamedTuple):
    """The parts of a URL, ready to be signed and sent."""

    origin: str
    host: str
    path: str


class Endpoint:
    """An S3 service: one of AWS's regions, or any server that speaks the protocol.

    Args:
        url: the service's address; ``None`` for AWS, whose address depends on the region.
        region: the region that requests are signed for.
        addressing: ``virtual`` puts the bucket into the host name, ``path`` into the path; ``auto`` is
            virtual on AWS, except for names with dots, which its certificate does not cover, and path
            elsewhere. A name that no host can have goes into the path in any case.
    """

    def __init__(self, url: str | None, region: str, addressing: Addressing = "auto") -> None:
        self.region = region
        self.is_aws = url is None or (urlsplit(url).hostname or "").endswith(_AWS_DOMAINS)
        self._url = url
        self._addressing = addressing
        self._bucket_regions: dict[str, str] = {}
        self._roots: dict[tuple[str, str], Address] = {}
        if url is not None:
            try:
                check_endpoint_url(url)
            except ValidationError as error:
                raise ConfigurationError(str(error)) from error
            parts = urlsplit(url)
            self._scheme, self._authority, self._prefix = (
                parts.scheme,
                _authority(url),
                parts.path.rstrip("/"),
            )
        else:
            self._scheme, self._authority, self._prefix = "https", "", ""

    @property
    def is_encrypted(self) -> bool:
        """Whether requests go over TLS."""
        return self._scheme == "https"

    def region_of(self, bucket: str | None) -> str:
        """The region to sign for."""
        return self._bucket_regions.get(bucket, self.region) if bucket is not None else self.region

    def learn_region(self, bucket: str, region: str) -> bool:
        """Remember where a bucket is; ``False`` when that is known already."""
        if self.region_of(bucket) == region:
            return False
        self._bucket_regions[bucket] = region
        return True

    def address(self, bucket: str | None, key: str = "") -> Address:
        """The address of the service, of a bucket, or of an object."""
        if bucket is None:
            authority = self._authority or _aws_host(self.region)
            return Address(f"{self._scheme}://{authority}", authority, f"{self._prefix}/")
        place = bucket, self.region_of(bucket)
        root = self._roots.get(place)
        if root is None:
            root = self._roots[place] = self._root(*place)
        path = f"{root.path}/{encode_path(key)}" if key else root.path or "/"
        return Address(root.origin, root.host, path)

    def _root(self, bucket: str, region: str) -> Address:
        authority = self._authority or _aws_host(region)
        path = self._prefix
        if self._is_virtual(bucket):
            authority = f"{bucket}.{authority}"
        else:
            path += f"/{encode_path(bucket)}"
        return Address(f"{self._scheme}://{authority}", authority, path)

    def _is_virtual(self, bucket: str) -> bool:
        # Nothing but a host name may become one: "example.org?" would send the request somewhere else.
        if _HOST_NAME.fullmatch(bucket) is None:
            return False
        if self._addressing == "auto":
            return self.is_aws and "." not in bucket
        return self._addressing == "virtual"

    def __repr__(self) -> str:
        return f"Endpoint({self._url or _aws_host(self.region)!r}, region={self.region!r})"


def _aws_host(region: str) -> str:
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"s3.{region}.{domain}"


def _authority(url: str) -> str:
    # A default port is left out of the Host header, and the signature covers what that header says.
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}[parts.scheme]
    host = parts.netloc.lower()
    return host.removesuffix(f":{default}")
