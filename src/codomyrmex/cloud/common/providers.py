"""The providers and the kinds of resource, by the names used in profiles, errors and telemetry."""

from __future__ import annotations

from enum import StrEnum


class CloudProvider(StrEnum):
    """Who runs the service."""

    AWS = "aws"
    GCP = "gcp"
    AZURE = "azure"
    MINIO = "minio"
    INFOMANIAK = "infomaniak"
    CODA = "coda"
    LOCAL = "local"
    MEMORY = "memory"


class ResourceType(StrEnum):
    """What a :class:`~codomyrmex.cloud.common.resources.CloudResource` is, whatever its provider calls it."""

    BUCKET = "bucket"
    OBJECT = "object"
    INSTANCE = "instance"
    IMAGE = "image"
    KEY_PAIR = "key_pair"
    VOLUME = "volume"
    SNAPSHOT = "snapshot"
    NETWORK = "network"
    SUBNET = "subnet"
    ROUTER = "router"
    SECURITY_GROUP = "security_group"
    LOAD_BALANCER = "load_balancer"
    FLOATING_IP = "floating_ip"
    FUNCTION = "function"
    ZONE = "zone"
    RECORD_SET = "record_set"
    STACK = "stack"
    DATABASE = "database"
    DOCUMENT = "document"
    PROJECT = "project"
    USER = "user"
