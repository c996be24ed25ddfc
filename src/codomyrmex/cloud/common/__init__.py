"""The contracts and values that every provider shares. The names are imported on first use."""

from __future__ import annotations

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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
    "AlreadyExistsError",
    "AuthenticationError",
    "AvailabilityZone",
    "Bucket",
    "BucketNotFoundError",
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
    "Quota",
    "QuotaExceededError",
    "RateLimitedError",
    "ResourceType",
    "ServerlessClient",
    "ServiceUnavailableError",
    "StorageClient",
    "UnfinishedUpload",
]

# The module of each name; what is not here is an error.
_MODULES = {
    "AvailabilityZone": "compute",
    "Bucket": "storage",
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
    "Instance": "compute",
    "InstanceRequest": "compute",
    "InstanceState": "compute",
    "InstanceType": "compute",
    "InvocationResult": "serverless",
    "KeyPair": "compute",
    "ObjectInfo": "storage",
    "ObjectListing": "storage",
    "ObjectVersion": "storage",
    "Quota": "quotas",
    "ResourceType": "providers",
    "ServerlessClient": "serverless",
    "StorageClient": "storage",
    "UnfinishedUpload": "storage",
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
