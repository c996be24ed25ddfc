"""The SDKs, and what an application has in their place."""

from __future__ import annotations

_OBJECTS = "aegis_multimodal_ai_system.storage.create_storage_client()"
_FILES = 'codomyrmex.cloud.resolve(url) or fsspec.filesystem("cmx")'
_SETTINGS = "aegis_multimodal_ai_system.config.cfg, whose adapters ask the SDK's own chain for credentials"
_ERRORS = "the errors of codomyrmex.cloud, the same for every cloud"
_AWS = f'{_OBJECTS} for objects, codomyrmex.cloud.connect("aws") for the rest'
_GCP = 'codomyrmex.cloud.connect("gcp")'
_AZURE = 'codomyrmex.cloud.connect("azure")'
_OPENSTACK = f'{_OBJECTS} for objects, codomyrmex.cloud.connect("infomaniak") for the rest'
_ANY_CLOUD = f"{_OBJECTS} for objects, codomyrmex.cloud.connect(provider) for the rest"

REPLACEMENTS: dict[str, str] = {
    "adlfs": _FILES,
    "aioboto3": _AWS,
    "aiobotocore": _AWS,
    "azure.core.exceptions": _ERRORS,
    "azure.identity": _SETTINGS,
    "azure.mgmt": _AZURE,
    "azure.storage.blob": _OBJECTS,
    "azure.storage.filedatalake": _OBJECTS,
    "boto": _AWS,
    "boto3": _AWS,
    "botocore": _AWS,
    "botocore.credentials": _SETTINGS,
    "botocore.exceptions": _ERRORS,
    "cinderclient": _OPENSTACK,
    "cloudpathlib": _FILES,
    "designateclient": _OPENSTACK,
    "gcloud.aio.storage": _OBJECTS,
    "gcsfs": _FILES,
    "glanceclient": _OPENSTACK,
    "google.api_core.exceptions": _ERRORS,
    "google.cloud.compute": _GCP,
    "google.cloud.compute_v1": _GCP,
    "google.cloud.dns": _GCP,
    "google.cloud.exceptions": _ERRORS,
    "google.cloud.functions": _GCP,
    "google.cloud.functions_v1": _GCP,
    "google.cloud.functions_v2": _GCP,
    "google.cloud.storage": _OBJECTS,
    "google.resumable_media": _OBJECTS,
    "googleapiclient": _GCP,
    "heatclient": _OPENSTACK,
    "keystoneauth1": _OPENSTACK,
    "keystoneclient": _OPENSTACK,
    "libcloud": _ANY_CLOUD,
    "minio": _OBJECTS,
    "mlflow.store.artifact.azure_blob_artifact_repo": _OBJECTS,
    "mlflow.store.artifact.azure_data_lake_artifact_repo": _OBJECTS,
    "mlflow.store.artifact.gs_artifact_repo": _OBJECTS,
    "mlflow.store.artifact.optimized_s3_artifact_repo": _OBJECTS,
    "mlflow.store.artifact.r2_artifact_repo": _OBJECTS,
    "mlflow.store.artifact.s3_artifact_repo": _OBJECTS,
    "neutronclient": _OPENSTACK,
    "novaclient": _OPENSTACK,
    "obstore": _OBJECTS,
    "openstack": _OPENSTACK,
    "s3fs": _FILES,
    "s3transfer": _OBJECTS,
    "smart_open": _FILES,
    "swiftclient": _OPENSTACK,
}
"""By the module: it, and all that is in it. Of two that fit, the longer counts."""

_ON_THE_WAY = {name.rsplit(".", count)[0] for name in REPLACEMENTS for count in range(1, name.count(".") + 1)}


def sdk_of(path: str) -> str | None:
    """The SDK that a dotted name belongs to; ``None`` for all else.

    Args:
        path: as ``google.cloud.storage.Client``.
    """
    while path not in REPLACEMENTS:
        path, dot, _ = path.rpartition(".")
        if not dot:
            return None
    return path


def leads_to_sdk(path: str) -> bool:
    """Whether a dotted name is of an SDK, or a package above one.

    Args:
        path: as ``google.cloud``.
    """
    return path in _ON_THE_WAY or sdk_of(path) is not None
