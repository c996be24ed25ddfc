"""The contracts and values that every provider shares. The names are imported on first use."""

from __future__ import annotations

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from codomyrmex.cloud.common.block_storage import (
        BlockStorageClient,
        Snapshot,
        SnapshotState,
        Volume,
        VolumeAttachment,
        VolumeState,
        VolumeType,
    )
    from codomyrmex.cloud.common.compute import (
        AvailabilityZone,
        ComputeClient,
        Image,
        ImageState,
        Instance,
        InstanceRequest,
        InstanceState,
        InstanceType,
        KeyPair,
    )
    from codomyrmex.cloud.common.credentials import CloudConfig, CloudCredentials
    from codomyrmex.cloud.common.errors import (
        AlreadyExistsError,
        AuthenticationError,
        BucketNotFoundError,
        CloudError,
        ConfigurationError,
        ConflictError,
        IntegrityError,
        InvalidRequestError,
        LocalFileError,
        MissingDependencyError,
        NotFoundError,
        NotSupportedError,
        OperationTimeoutError,
        PermissionDeniedError,
        PreconditionFailedError,
        QuotaExceededError,
        RateLimitedError,
        ServiceUnavailableError,
    )
    from codomyrmex.cloud.common.identity import (
        AccessKey,
        Caller,
        IdentityClient,
        Project,
        Role,
        RoleAssignment,
        User,
    )
    from codomyrmex.cloud.common.providers import CloudProvider, ResourceType
    from codomyrmex.cloud.common.quotas import Quota
    from codomyrmex.cloud.common.resources import CloudClient, CloudResource
    from codomyrmex.cloud.common.serverless import (
        Function,
        FunctionRuntime,
        FunctionSettings,
        FunctionState,
        InvocationResult,
        ServerlessClient,
    )
    from codomyrmex.cloud.common.storage import (
        Bucket,
        Capabilities,
        Capability,
        DeleteFailure,
        DeleteReport,
        Directory,
        Encryption,
        ObjectInfo,
        ObjectListing,
        ObjectVersion,
        StorageClient,
        UnfinishedUpload,
    )

__all__ = [
    "AccessKey",
    "AlreadyExistsError",
    "AuthenticationError",
    "AvailabilityZone",
    "BlockStorageClient",
    "Bucket",
    "BucketNotFoundError",
    "Caller",
    "Capabilities",
    "Capability",
    "CloudClient",
    "CloudConfig",
    "CloudCredentials",
    "CloudError",
    "CloudProvider",
    "CloudResource",
    "ComputeClient",
    "ConfigurationError",
    "ConflictError",
    "DeleteFailure",
    "DeleteReport",
    "Directory",
    "Encryption",
    "Function",
    "FunctionRuntime",
    "FunctionSettings",
    "FunctionState",
    "IdentityClient",
    "Image",
    "ImageState",
    "Instance",
    "InstanceRequest",
    "InstanceState",
    "InstanceType",
    "IntegrityError",
    "InvalidRequestError",
    "InvocationResult",
    "KeyPair",
    "LocalFileError",
    "MissingDependencyError",
    "NotFoundError",
    "NotSupportedError",
    "ObjectInfo",
    "ObjectListing",
    "ObjectVersion",
    "OperationTimeoutError",
    "PermissionDeniedError",
    "PreconditionFailedError",
    "Project",
    "Quota",
    "QuotaExceededError",
    "RateLimitedError",
    "ResourceType",
    "Role",
    "RoleAssignment",
    "ServerlessClient",
    "ServiceUnavailableError",
    "Snapshot",
    "SnapshotState",
    "StorageClient",
    "UnfinishedUpload",
    "User",
    "Volume",
    "VolumeAttachment",
    "VolumeState",
    "VolumeType",
]

# The module of each name; what is not here is an error.
_MODULES = {
    "AvailabilityZone": "compute",
    "AccessKey": "identity",
    "BlockStorageClient": "block_storage",
    "Bucket": "storage",
    "Caller": "identity",
    "Capabilities": "storage",
    "Capability": "storage",
    "CloudClient": "resources",
    "CloudConfig": "credentials",
    "CloudCredentials": "credentials",
    "CloudProvider": "providers",
    "CloudResource": "resources",
    "ComputeClient": "compute",
    "DeleteFailure": "storage",
    "DeleteReport": "storage",
    "Directory": "storage",
    "Encryption": "storage",
    "Function": "serverless",
    "FunctionRuntime": "serverless",
    "FunctionSettings": "serverless",
    "FunctionState": "serverless",
    "Image": "compute",
    "ImageState": "compute",
    "IdentityClient": "identity",
    "Instance": "compute",
    "InstanceRequest": "compute",
    "InstanceState": "compute",
    "InstanceType": "compute",
    "InvocationResult": "serverless",
    "KeyPair": "compute",
    "ObjectInfo": "storage",
    "ObjectListing": "storage",
    "ObjectVersion": "storage",
    "Project": "identity",
    "Quota": "quotas",
    "ResourceType": "providers",
    "Role": "identity",
    "RoleAssignment": "identity",
    "ServerlessClient": "serverless",
    "Snapshot": "block_storage",
    "SnapshotState": "block_storage",
    "StorageClient": "storage",
    "UnfinishedUpload": "storage",
    "User": "identity",
    "Volume": "block_storage",
    "VolumeAttachment": "block_storage",
    "VolumeState": "block_storage",
    "VolumeType": "block_storage",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_MODULES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
