"""Loading a model of MLflow: verified first."""

from __future__ import annotations

import atexit
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from aegis_multimodal_ai_system.mlflow_models.errors import tracking_faults
from aegis_multimodal_ai_system.mlflow_models.flavors import flavor_function, require_mlflow
from aegis_multimodal_ai_system.mlflow_models.folder import flavor_of
from aegis_multimodal_ai_system.mlflow_models.opening import opened_registry, unpack_verified

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.model_registry import ModelRegistry


def load_model(
    uri: str, *, flavor: str | None = None, registry: ModelRegistry | None = None, **options: Any
) -> Any:
    """Load a model that `log_model` registered. MLflow reads its files only after all checks.

    Neither MLflow's server nor its store is asked: the registry has the files.

    Args:
        uri: ``aegis://NAME/VERSION``, ``aegis://NAME/staging`` or ``aegis://NAME/production``.
        flavor: what to load it as, by the module below ``mlflow``; by default as what was logged. ``pyfunc``
            gives every model the same interface.
        registry: where it is registered; by default that of ``config.cfg``.
        options: for ``mlflow.<flavor>.load_model``.

    Returns:
        The model. Its files stay until the process ends, since it may read them later.

    Raises:
        VerificationError: it is not what was registered, or the policy does not let it in.
        NotFoundError: there is no such version.
        InvalidRequestError: there is no such flavor, or the model is of another.
        TrackingError: MLflow cannot load it.
    """
    require_mlflow()
    place = TemporaryDirectory(prefix="aegis-model-")
    try:
        with opened_registry(registry) as opened:
            folder = unpack_verified(uri, Path(place.name), opened)
        load = flavor_function(flavor or flavor_of(folder), "load_model")
        with tracking_faults():
            model = load(str(folder), **options)
    except BaseException:
        place.cleanup()
        raise
    atexit.register(place.cleanup)
    return model
