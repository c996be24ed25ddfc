"""The settings of a bucket, as S3 has them: a document for each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from xml.etree.ElementTree import Element

from codomyrmex.cloud.common.errors import BucketNotFoundError, NotFoundError, NotSupportedError
from codomyrmex.cloud.common.storage import CorsRule, LifecycleRule, Transition
from codomyrmex.cloud.protocols.s3.xml import Document, Node, request

if TYPE_CHECKING:
    from codomyrmex.cloud.protocols.s3.service import S3Service
    from codomyrmex.cloud.wire import Response

T = TypeVar("T")
_BLOCKS = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def get_lifecycle(service: S3Service, bucket: str) -> tuple[LifecycleRule, ...]:
    """GetBucketLifecycleConfiguration
    (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html)."""

    def parse(response: Response) -> tuple[LifecycleRule, ...]:
        document = Document(response.body)
        return tuple(_rule(document, rule) for rule in document.root.iterfind(document.name("Rule")))

    return _get(service, bucket, "lifecycle", parse, ())


def set_lifecycle(service: S3Service, bucket: str, rules: tuple[LifecycleRule, ...]) -> None:
    """PutBucketLifecycleConfiguration."""
    _put(service, bucket, "lifecycle", "LifecycleConfiguration", [_rule_node(rule) for rule in rules])


def _rule(document: Document, rule: Element) -> LifecycleRule:
    def find(path: str) -> str | None:
        return rule.findtext("/".join(document.name(tag) for tag in path.split("/")))

    def days(path: str) -> int | None:
        found = find(path)
        return int(found) if found else None

    name = find("ID") or ""
    known = {"ID", "Status", "Prefix", "Filter", "Expiration", "NoncurrentVersionExpiration"}
    known |= {"AbortIncompleteMultipartUpload", "Transition"}
    tags = {part.tag.rpartition("}")[2] for part in rule}
    inner = {part.tag.rpartition("}")[2] for part in rule.iterfind(f"{document.name('Filter')}/*")}
    if tags - known or inner - {"Prefix"} or rule.find(f".//{document.name('Date')}") is not None:
        # To drop what it says would destroy it at the next set_lifecycle.
        raise NotSupportedError(f"The lifecycle rule {name!r} says more than a LifecycleRule holds.")
    return LifecycleRule(
        name,
        find("Filter/Prefix") or find("Prefix") or "",
        find("Status") == "Enabled",
        days("Expiration/Days"),
        days("NoncurrentVersionExpiration/NoncurrentDays"),
        days("AbortIncompleteMultipartUpload/DaysAfterInitiation"),
        _transitions(document, rule),
    )


def _transitions(document: Document, rule: Element) -> tuple[Transition, ...]:
    days, storage_class = document.name("Days"), document.name("StorageClass")
    found = [
        Transition(int(part.findtext(days) or 0), part.findtext(storage_class) or "")
        for part in rule.iterfind(document.name("Transition"))
    ]
    return tuple(sorted(found, key=lambda transition: transition.days))


def _rule_node(rule: LifecycleRule) -> Node:
    parts: list[Node] = [
        ("ID", rule.name),
        ("Filter", [("Prefix", rule.prefix)]),
        ("Status", "Enabled" if rule.enabled else "Disabled"),
    ]
    parts += [
        ("Transition", [("Days", str(one.days)), ("StorageClass", one.storage_class)])
        for one in rule.transitions
    ]
    for tag, inner, number in (
        ("Expiration", "Days", rule.expire_after),
        ("NoncurrentVersionExpiration", "NoncurrentDays", rule.expire_old_versions_after),
        ("AbortIncompleteMultipartUpload", "DaysAfterInitiation", rule.abort_uploads_after),
    ):
        if number is not None:
            parts.append((tag, [(inner, str(number))]))
    return "Rule", parts


def get_cors(service: S3Service, bucket: str) -> tuple[CorsRule, ...]:
    """GetBucketCors (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketCors.html)."""

    def parse(response: Response) -> tuple[CorsRule, ...]:
        document = Document(response.body)

        def texts(rule: Element, tag: str) -> tuple[str, ...]:
            return tuple(part.text or "" for part in rule.iterfind(document.name(tag)))

        return tuple(
            CorsRule(
                texts(rule, "AllowedOrigin"),
                texts(rule, "AllowedMethod"),
                texts(rule, "AllowedHeader"),
                texts(rule, "ExposeHeader"),
                next(map(int, texts(rule, "MaxAgeSeconds")), None),
            )
            for rule in document.root.iterfind(document.name("CORSRule"))
        )

    return _get(service, bucket, "cors", parse, ())


def set_cors(service: S3Service, bucket: str, rules: tuple[CorsRule, ...]) -> None:
    """PutBucketCors."""
    _put(service, bucket, "cors", "CORSConfiguration", [_cors_node(rule) for rule in rules])


def _cors_node(rule: CorsRule) -> Node:
    parts: list[Node] = [("AllowedOrigin", origin) for origin in rule.origins]
    parts += [("AllowedMethod", method) for method in rule.methods]
    parts += [("AllowedHeader", header) for header in rule.headers]
    parts += [("ExposeHeader", header) for header in rule.exposed_headers]
    if rule.max_age is not None:
        parts.append(("MaxAgeSeconds", str(rule.max_age)))
    return "CORSRule", parts


def get_policy(service: S3Service, bucket: str) -> dict[str, Any] | None:
    """GetBucketPolicy (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html)."""

    def parse(response: Response) -> dict[str, Any] | None:
        found: dict[str, Any] = json.loads(response.body)
        return found

    return _get(service, bucket, "policy", parse, None)


def set_policy(service: S3Service, bucket: str, policy: Mapping[str, Any] | None) -> None:
    """PutBucketPolicy, or DeleteBucketPolicy."""
    send_document(service, bucket, "policy", json.dumps(policy).encode() if policy is not None else None)


def is_public_access_blocked(service: S3Service, bucket: str) -> bool:
    """GetPublicAccessBlock (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html)."""

    def parse(response: Response) -> bool:
        document = Document(response.body)
        return all((document.text(tag) or "").lower() == "true" for tag in _BLOCKS)

    return _get(service, bucket, "publicAccessBlock", parse, False)


def block_public_access(service: S3Service, bucket: str, blocked: bool) -> None:
    """PutPublicAccessBlock, or DeletePublicAccessBlock."""
    blocks: list[Node] = [(tag, "true") for tag in _BLOCKS] if blocked else []
    _put(service, bucket, "publicAccessBlock", "PublicAccessBlockConfiguration", blocks)


def _get(service: S3Service, bucket: str, name: str, parse: Callable[[Response], T], without: T) -> T:
    try:
        return service.send(service.exchange("GET", bucket, parse=parse, query=((name, ""),)))
    except BucketNotFoundError:
        raise
    except NotFoundError:
        return without


def _put(service: S3Service, bucket: str, name: str, root: str, parts: list[Node]) -> None:
    send_document(service, bucket, name, request(root, parts) if parts else None)


def send_document(
    service: S3Service,
    bucket: str,
    name: str,
    body: bytes | None,
    *,
    key: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Replace a document that belongs to a bucket, or to an object of it; ``None`` removes it."""
    exchange = service.exchange(
        "DELETE" if body is None else "PUT",
        bucket,
        key,
        parse=lambda _response: None,
        query=((name, ""),),
        headers={**(headers or {}), **(service.digest_headers(body) if body is not None else {})},
        body=body,
    )
    service.send(exchange)
