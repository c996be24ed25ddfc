"""Logging a model: into MLflow, and signed into the registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from inspect import signature as parameters_of
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from aegis_multimodal_ai_system.mlflow_models.archive import FILE_NAME, pack
from aegis_multimodal_ai_system.mlflow_models.errors import tracking_faults
from aegis_multimodal_ai_system.mlflow_models.flavors import flavor_function, require_mlflow
from aegis_multimodal_ai_system.mlflow_models.folder import check_loading
from aegis_multimodal_ai_system.mlflow_models.opening import opened_registry
from aegis_multimodal_ai_system.model_registry.catalogue.uri import check_name

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import LoggedModel

    from aegis_multimodal_ai_system.model_registry import ModelRegistry, ModelVersion, Signer

TAG = "aegis.uri"


def log_model(
    model: Any,
    name: str,
    *,
    flavor: str,
    signer: Signer | None = None,
    registry: ModelRegistry | None = None,
    parents: tuple[str, ...] = (),
    provenance: Mapping[str, str] | None = None,
    **options: Any,
) -> ModelVersion:
    """Log a model to MLflow, and register the same files, signed, as the next version in ``staging``.

    It belongs to MLflow's active run, where there is one. What is signed is what this process saved: nothing
    is read back from a store. When something fails, MLflow shows the model as failed.

    Args:
        model: the model.
        name: its name in the registry, and in MLflow.
        flavor: what it is, by the module below ``mlflow`` that saves it, as ``sklearn``.
        signer: what signs it.
        registry: where it is registered; by default that of ``config.cfg``.
        parents: the URIs of the versions that it was made from.
        provenance: where it comes from, beside what MLflow knows.
        options: for ``mlflow.<flavor>.save_model``, as ``input_example`` or ``pip_requirements``.

    Returns:
        The version. Its provenance names the model, the run and the experiment in MLflow; the model there has
        the tag ``aegis.uri``.

    Raises:
        VerificationError: the policy does not let it in; nothing but its name was sent.
        TrackingError: MLflow does not answer or refuses. A version that is registered by then stays.
        InvalidRequestError: there is no such flavor.
        CloudError: it could not be registered; see `ModelRegistry.register`.
    """
    require_mlflow()
    check_name(name)
    save = _saver(flavor)
    with opened_registry(registry) as opened, TemporaryDirectory(prefix="aegis-model-") as temporary:
        folder, archive = Path(temporary, "model"), Path(temporary, FILE_NAME)
        with _logged(name) as (client, logged):
            with tracking_faults():
                save(model, folder, mlflow_model=_description(logged), **options)
                known = _known(client, logged, flavor)
            for left in folder.rglob("__pycache__"):
                rmtree(left)
            check_loading(folder, name, opened.policy)
            pack(folder, archive)
            opened.policy.check_format(name, archive)
            with tracking_faults():
                client.log_model_artifacts(logged.model_id, str(folder))
            version = opened.register(
                name, archive, signer=signer, parents=parents, provenance={**(provenance or {}), **known}
            )
            with tracking_faults():
                client.set_logged_model_tags(logged.model_id, {TAG: version.uri})
                client.finalize_logged_model(logged.model_id, "READY")
    return version


def _saver(flavor: str) -> Callable[..., None]:
    save = flavor_function(flavor, "save_model")
    if next(iter(parameters_of(save).parameters)) == "path":
        return lambda model, folder, **options: save(str(folder), python_model=model, **options)
    return lambda model, folder, **options: save(model, str(folder), **options)


@contextmanager
def _logged(name: str) -> Iterator[tuple[MlflowClient, LoggedModel]]:
    """A model in MLflow that has no files yet. It is shown as failed when the block fails."""
    import mlflow
    from mlflow.entities import LoggedModelOutput
    from mlflow.exceptions import MlflowException

    with tracking_faults():
        client = mlflow.MlflowClient()
        logged = mlflow.initialize_logged_model(name)
    try:
        if logged.source_run_id:
            with tracking_faults():
                client.log_outputs(logged.source_run_id, [LoggedModelOutput(logged.model_id, step=0)])
        yield client, logged
    except BaseException:
        with suppress(MlflowException):
            client.finalize_logged_model(logged.model_id, "FAILED")
        raise


def _description(logged: LoggedModel) -> Any:
    from mlflow.models import Model

    return Model(
        artifact_path=logged.artifact_location,
        model_uuid=logged.model_id,
        run_id=logged.source_run_id,
        model_id=logged.model_id,
    )


def _known(client: MlflowClient, logged: LoggedModel, flavor: str) -> dict[str, str]:
    from aegis_multimodal_ai_system.mlflow_models.provenance import provenance

    return provenance(client, logged, flavor)
