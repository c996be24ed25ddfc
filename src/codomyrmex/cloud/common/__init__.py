"""The contracts and values that every provider shares. The names are imported on first use."""

from __future__ import annotations

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from codomyrmex.cloud.common.compute import ComputeClient, Instance, InstanceRequest, InstanceState
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
    from codomyrmex.cloud.common.metering import (
        CostForecast,
        CostLine,
        CostSummary,
        MeteringClient,
        UsageItem,
        UsageProblem,
        UsageSummary,
    )
    from codomyrmex.cloud.common.orchestration import (
        ChangeAction,
        OrchestrationClient,
        Stack,
        StackChange,
        StackEvent,
        StackPreview,
        StackRequest,
        StackResource,
        StackState,
        TemplateCheck,
        TemplateOptions,
        TemplateParameter,
        TemplateSource,
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
    "Bucket",
    "BucketNotFoundError",
    "Capabilities",
    "Capability",
    "ChangeAction",
    "CloudClient",
    "CloudConfig",
    "CloudCredentials",
    "CloudError",
    "CloudProvider",
    "CloudResource",
    "ComputeClient",
    "ConfigurationError",
    "ConflictError",
    "CostForecast",
    "CostLine",
    "CostSummary",
    "DeleteFailure",
    "DeleteReport",
    "Directory",
    "Encryption",
    "Function",
    "FunctionRuntime",
    "FunctionSettings",
    "FunctionState",
    "Instance",
    "InstanceRequest",
    "InstanceState",
    "IntegrityError",
    "InvalidRequestError",
    "InvocationResult",
    "LocalFileError",
    "MeteringClient",
    "MissingDependencyError",
    "NotFoundError",
    "NotSupportedError",
    "ObjectInfo",
    "ObjectListing",
    "ObjectVersion",
    "OperationTimeoutError",
    "OrchestrationClient",
    "PermissionDeniedError",
    "PreconditionFailedError",
    "Quota",
    "QuotaExceededError",
    "RateLimitedError",
    "ResourceType",
    "ServerlessClient",
    "ServiceUnavailableError",
    "Stack",
    "StackChange",
    "StackEvent",
    "StackPreview",
    "StackRequest",
    "StackResource",
    "StackState",
    "StorageClient",
    "TemplateCheck",
    "TemplateOptions",
    "TemplateParameter",
    "TemplateSource",
    "UnfinishedUpload",
    "UsageItem",
    "UsageProblem",
    "UsageSummary",
]

# The module of each name; what is not here is an error.
_MODULES = {
    "Bucket": "storage",
    "Capabilities": "storage",
    "Capability": "storage",
    "ChangeAction": "orchestration",
    "CloudClient": "resources",
    "CloudConfig": "credentials",
    "CloudCredentials": "credentials",
    "CloudProvider": "providers",
    "CloudResource": "resources",
    "ComputeClient": "compute",
    "CostForecast": "metering",
    "CostLine": "metering",
    "CostSummary": "metering",
    "DeleteFailure": "storage",
    "DeleteReport": "storage",
    "Directory": "storage",
    "Encryption": "storage",
    "Function": "serverless",
    "FunctionRuntime": "serverless",
    "FunctionSettings": "serverless",
    "FunctionState": "serverless",
    "Instance": "compute",
    "InstanceRequest": "compute",
    "InstanceState": "compute",
    "InvocationResult": "serverless",
    "MeteringClient": "metering",
    "ObjectInfo": "storage",
    "ObjectListing": "storage",
    "ObjectVersion": "storage",
    "OrchestrationClient": "orchestration",
    "Quota": "quotas",
    "ResourceType": "providers",
    "ServerlessClient": "serverless",
    "Stack": "orchestration",
    "StackChange": "orchestration",
    "StackEvent": "orchestration",
    "StackPreview": "orchestration",
    "StackRequest": "orchestration",
    "StackResource": "orchestration",
    "StackState": "orchestration",
    "StorageClient": "storage",
    "TemplateCheck": "orchestration",
    "TemplateOptions": "orchestration",
    "TemplateParameter": "orchestration",
    "TemplateSource": "orchestration",
    "UnfinishedUpload": "storage",
    "UsageItem": "metering",
    "UsageProblem": "metering",
    "UsageSummary": "metering",
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
