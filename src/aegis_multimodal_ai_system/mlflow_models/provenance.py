"""Where a model comes from, as MLflow knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import LoggedModel

_COMMIT = "mlflow.source.git.commit"


def provenance(client: MlflowClient, logged: LoggedModel, flavor: str) -> dict[str, str]:
    """What the registry keeps of a model that MLflow has.

    Args:
        client: of MLflow.
        logged: the model there.
        flavor: as what it was saved.

    Returns:
        Its model, experiment and run in MLflow, and the commit of the program, where there is one.
    """
    from mlflow import __version__

    experiment = client.get_experiment(logged.experiment_id)
    known = {
        "mlflow_model_id": logged.model_id,
        "mlflow_experiment_id": logged.experiment_id,
        "mlflow_experiment": experiment.name,
        "mlflow_flavor": flavor,
        "mlflow_version": __version__,
    }
    if logged.source_run_id:
        run = client.get_run(logged.source_run_id)
        known["mlflow_run_id"] = logged.source_run_id
        known["git_commit"] = run.data.tags.get(_COMMIT, "")
    return {name: value for name, value in known.items() if value}
