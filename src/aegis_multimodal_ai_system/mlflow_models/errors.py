"""What is wrong with a model of MLflow, and with MLflow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aegis_multimodal_ai_system.model_registry.errors import VerificationError
from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.logging_monitoring import redact


class MalformedModelError(VerificationError):
    """What should be the folder of a model of MLflow is none, or leads out of itself."""


class TrackingError(CloudError):
    """MLflow cannot record or read what it was asked to; its own exception is the cause."""


@contextmanager
def tracking_faults() -> Iterator[None]:
    """Turns what MLflow raises into an error of this library.

    Raises:
        TrackingError: MLflow raised an ``MlflowException``.
    """
    from mlflow.exceptions import MlflowException

    try:
        yield
    except MlflowException as error:
        if isinstance(error.__cause__, CloudError):
            raise error.__cause__ from None
        # What it says is often the whole answer of a server.
        said = redact(str(error).partition("\n")[0])[:300]
        raise TrackingError(f"MLflow failed: {said}") from error
