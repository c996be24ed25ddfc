"""One client per provider and capability, all alike.

The names are imported on first use, so that ``import codomyrmex.cloud`` loads nothing but this module. A
client is ``None`` where it cannot be had because its extra is not installed.
"""

from __future__ import annotations

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from codomyrmex.cloud.aws.storage import S3Client
    from codomyrmex.cloud.azure.storage import AzureBlobClient
    from codomyrmex.cloud.coda_io import CodaClient
    from codomyrmex.cloud.common import (
        AccessKey,
        AllocationPool,
        AlreadyExistsError,
        AuthenticationError,
        AvailabilityZone,
        BalancingAlgorithm,
        BlockStorageClient,
        Bucket,
        BucketNotFoundError,
        Caller,
        Capabilities,
        Capability,
        ChangeAction,
        ChangePlan,
        CloudClient,
        CloudConfig,
        CloudCredentials,
        CloudError,
        CloudProvider,
        CloudResource,
        ComputeClient,
        ConfigurationError,
        ConflictError,
        CostForecast,
        CostLine,
        CostSummary,
        DeleteFailure,
        DeleteReport,
        Direction,
        Directory,
        DNSClient,
        DNSState,
        Encryption,
        FloatingIp,
        Function,
        FunctionRuntime,
        FunctionSettings,
        FunctionState,
        HealthCheck,
        HealthMonitor,
        IdentityClient,
        Image,
        ImageState,
        Instance,
        InstanceRequest,
        InstanceState,
        InstanceType,
        IntegrityError,
        InvalidRequestError,
        InvocationResult,
        KeyPair,
        Listener,
        LoadBalancer,
        LoadBalancerProtocol,
        LoadBalancerState,
        LoadBalancerStatistics,
        LocalFileError,
        MeteringClient,
        MissingDependencyError,
        Network,
        NetworkClient,
        NetworkState,
        NotFoundError,
        NotSupportedError,
        ObjectInfo,
        ObjectListing,
        ObjectVersion,
        OperatingStatus,
        OperationTimeoutError,
        OrchestrationClient,
        PermissionDeniedError,
        Pool,
        PoolMember,
        PoolMemberRequest,
        Port,
        PortAddress,
        PreconditionFailedError,
        Project,
        Quota,
        QuotaExceededError,
        RateLimitedError,
        RecordSet,
        RecordType,
        ResourceType,
        Role,
        RoleAssignment,
        Route,
        Router,
        RouterInterface,
        SecurityGroup,
        SecurityGroupRule,
        ServerlessClient,
        ServiceUnavailableError,
        SessionPersistence,
        Snapshot,
        SnapshotState,
        Stack,
        StackChange,
        StackEvent,
        StackPreview,
        StackRequest,
        StackResource,
        StackState,
        StorageClient,
        Subnet,
        TemplateCheck,
        TemplateOptions,
        TemplateParameter,
        TemplateSource,
        UnfinishedUpload,
        UsageItem,
        UsageProblem,
        UsageSummary,
        User,
        Volume,
        VolumeAttachment,
        VolumeState,
        VolumeType,
        Zone,
        ZoneChange,
        ZoneSettings,
    )
    from codomyrmex.cloud.connection import Cloud, Connections, Location, connect, resolve
    from codomyrmex.cloud.gcp.storage import GCSClient
    from codomyrmex.cloud.infomaniak.block_storage import InfomaniakVolumeClient
    from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient
    from codomyrmex.cloud.infomaniak.dns import InfomaniakDNSClient
    from codomyrmex.cloud.infomaniak.identity import InfomaniakIdentityClient
    from codomyrmex.cloud.infomaniak.metering import InfomaniakMeteringClient
    from codomyrmex.cloud.infomaniak.network import InfomaniakNetworkClient
    from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient
    from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient, InfomaniakS3Client
    from codomyrmex.cloud.infomaniak.orchestration import InfomaniakHeatClient
    from codomyrmex.cloud.local.memory import MemoryStorageClient
    from codomyrmex.cloud.local.storage import LocalStorageClient
    from codomyrmex.cloud.minio.storage import MinIOClient

__all__ = [
    "AccessKey",
    "AllocationPool",
    "AlreadyExistsError",
    "AuthenticationError",
    "AvailabilityZone",
    "AzureBlobClient",
    "BalancingAlgorithm",
    "BlockStorageClient",
    "Bucket",
    "BucketNotFoundError",
    "Caller",
    "Capabilities",
    "Capability",
    "ChangeAction",
    "ChangePlan",
    "Cloud",
    "CloudClient",
    "CloudConfig",
    "CloudCredentials",
    "CloudError",
    "CloudProvider",
    "CloudResource",
    "CodaClient",
    "ComputeClient",
    "ConfigurationError",
    "ConflictError",
    "Connections",
    "CostForecast",
    "CostLine",
    "CostSummary",
    "DNSClient",
    "DNSState",
    "DeleteFailure",
    "DeleteReport",
    "Direction",
    "Directory",
    "Encryption",
    "FloatingIp",
    "Function",
    "FunctionRuntime",
    "FunctionSettings",
    "FunctionState",
    "GCSClient",
    "HealthCheck",
    "HealthMonitor",
    "IdentityClient",
    "Image",
    "ImageState",
    "InfomaniakComputeClient",
    "InfomaniakDNSClient",
    "InfomaniakHeatClient",
    "InfomaniakIdentityClient",
    "InfomaniakMeteringClient",
    "InfomaniakNetworkClient",
    "InfomaniakNewsletterClient",
    "InfomaniakObjectStorageClient",
    "InfomaniakS3Client",
    "InfomaniakVolumeClient",
    "Instance",
    "InstanceRequest",
    "InstanceState",
    "InstanceType",
    "IntegrityError",
    "InvalidRequestError",
    "InvocationResult",
    "KeyPair",
    "Listener",
    "LoadBalancer",
    "LoadBalancerProtocol",
    "LoadBalancerState",
    "LoadBalancerStatistics",
    "LocalFileError",
    "LocalStorageClient",
    "Location",
    "MemoryStorageClient",
    "MeteringClient",
    "MinIOClient",
    "MissingDependencyError",
    "Network",
    "NetworkClient",
    "NetworkState",
    "NotFoundError",
    "NotSupportedError",
    "ObjectInfo",
    "ObjectListing",
    "ObjectVersion",
    "OperatingStatus",
    "OperationTimeoutError",
    "OrchestrationClient",
    "PermissionDeniedError",
    "Pool",
    "PoolMember",
    "PoolMemberRequest",
    "Port",
    "PortAddress",
    "PreconditionFailedError",
    "Project",
    "Quota",
    "QuotaExceededError",
    "RateLimitedError",
    "RecordSet",
    "RecordType",
    "ResourceType",
    "Role",
    "RoleAssignment",
    "Route",
    "Router",
    "RouterInterface",
    "S3Client",
    "SecurityGroup",
    "SecurityGroupRule",
    "ServerlessClient",
    "ServiceUnavailableError",
    "SessionPersistence",
    "Snapshot",
    "SnapshotState",
    "Stack",
    "StackChange",
    "StackEvent",
    "StackPreview",
    "StackRequest",
    "StackResource",
    "StackState",
    "StorageClient",
    "Subnet",
    "TemplateCheck",
    "TemplateOptions",
    "TemplateParameter",
    "TemplateSource",
    "UnfinishedUpload",
    "UsageItem",
    "UsageProblem",
    "UsageSummary",
    "User",
    "Volume",
    "VolumeAttachment",
    "VolumeState",
    "VolumeType",
    "Zone",
    "ZoneChange",
    "ZoneSettings",
    "connect",
    "resolve",
]

# The module of each client, and the package of the SDK that it needs, where it needs one.
_CLIENTS: dict[str, tuple[str, str | None]] = {
    "AzureBlobClient": ("azure.storage", "azure.identity"),
    "CodaClient": ("coda_io", None),
    "GCSClient": ("gcp.storage", "google.auth"),
    "InfomaniakComputeClient": ("infomaniak.compute", "openstack"),
    "InfomaniakDNSClient": ("infomaniak.dns", "openstack"),
    "InfomaniakHeatClient": ("infomaniak.orchestration", "openstack"),
    "InfomaniakIdentityClient": ("infomaniak.identity", "openstack"),
    "InfomaniakMeteringClient": ("infomaniak.metering", "openstack"),
    "InfomaniakNetworkClient": ("infomaniak.network", "openstack"),
    "InfomaniakNewsletterClient": ("infomaniak.newsletter", None),
    "InfomaniakObjectStorageClient": ("infomaniak.object_storage", "keystoneauth1"),
    "InfomaniakVolumeClient": ("infomaniak.block_storage", "openstack"),
    "InfomaniakS3Client": ("infomaniak.object_storage", None),
    "LocalStorageClient": ("local.storage", None),
    "MemoryStorageClient": ("local.memory", None),
    "MinIOClient": ("minio.storage", None),
    "S3Client": ("aws.storage", "boto3"),
}

_CONNECTION = ("Cloud", "Connections", "Location", "connect", "resolve")


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in _CLIENTS:
        value = _client(name)
    else:
        value = _from("connection" if name in _CONNECTION else "common", name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__


def _client(name: str) -> Any:
    module, sdk = _CLIENTS[name]
    if sdk is not None and not _is_installed(sdk):
        return None
    return _from(module, name)


def _is_installed(package: str) -> bool:
    from importlib.util import find_spec

    # Asked and not tried: an SDK that is there and broken raises, and does not look absent.
    space = package.rpartition(".")[0]
    return (not space or find_spec(space) is not None) and find_spec(package) is not None


def _from(module: str, name: str) -> Any:
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{module}"), name)
