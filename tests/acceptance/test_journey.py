"""The whole journey of an application: configure, store, sign, verify, track, serve, back up and restore.

It runs on the native stack, or on the one whose ``.env`` the variable ``ACCEPTANCE_ENV_FILE`` names.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from aegis_multimodal_ai_system.model_registry import KeyFileSigner, ModelRegistry, ModelVersion, Stage
from aegis_multimodal_ai_system.model_registry.errors import DigestMismatchError, UnsafeFormatError
from tests.acceptance.journey import Journey, ask
from tests.contract.fetch import fetch
from tests.servers.mlflow import serving
from tests.unit.aegis.model_registry.keys import openssl
from tests.unit.test_documents import blocks


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore:::mlflow")
def test_the_journey(journey: Journey, capsys: pytest.CaptureFixture[str]) -> None:
    objects_by_plain_http(journey)
    chat = a_signed_file(journey, capsys)
    classifier = a_model_of_mlflow(journey)
    predictions_of_a_server(journey, classifier)
    a_model_that_was_tampered_with(journey, classifier)
    the_database_in_another(journey, [chat, classifier], capsys)


def objects_by_plain_http(journey: Journey) -> None:
    """Uploads, and fetches and stores with nothing but a URL."""
    storage, key = journey.storage, f"{journey.name}/räport 1.txt"
    Path("report.txt").write_text("42")
    storage.upload("report.txt", key)
    assert fetch("GET", storage.get_presigned_url(key, expires_in=60)) == (200, b"42")
    url = storage.get_presigned_url(key, method="PUT", expires_in=60)
    assert fetch("PUT", url, b"43", storage.presigned_url_headers("PUT")).status == 200
    assert storage.download(key, "copy.txt").read_bytes() == b"43"


def a_signed_file(journey: Journey, capsys: pytest.CaptureFixture[str]) -> ModelVersion:
    """Registers, signs, promotes, verifies and loads a file."""
    journey.aegis(capsys, "registry", "upgrade")
    name = f"{journey.name}-chat"
    Path("chat.safetensors").write_bytes(b"weights\n" * 1000)
    with ModelRegistry.from_settings() as registry:
        made = registry.register(name, "chat.safetensors", signer=KeyFileSigner("release.key"))
    journey.aegis(capsys, "registry", "promote", made.uri)
    path = journey.aegis(capsys, "registry", "verify", f"aegis://{name}/production")
    assert Path(path.strip()).read_bytes() == Path("chat.safetensors").read_bytes()
    return made


def a_model_of_mlflow(journey: Journey) -> ModelVersion:
    """Trains a classifier, logs it into MLflow's server, and loads it again from the registry."""
    import mlflow
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression

    from aegis_multimodal_ai_system.mlflow_models import load_model, log_model

    flowers, kinds = load_iris(return_X_y=True)
    trained = LogisticRegression(max_iter=500).fit(flowers, kinds)
    journey.configure(MLFLOW_TRACKING_URI=journey.tracking.wait())
    mlflow.set_experiment(journey.name)
    with mlflow.start_run() as run:
        mlflow.set_tag("mlflow.source.git.commit", "3f2a9c1")  # as MLflow does for programs in a repository
        mlflow.log_text("flowers", "data/kind.txt")
        options: dict[str, Any] = {
            "flavor": "sklearn",
            "signer": KeyFileSigner("release.key"),
            "pip_requirements": ["skops"],
        }
        made = log_model(trained, f"{journey.name}-iris", **options)
        with pytest.raises(UnsafeFormatError, match="an archive with a pickle"):
            log_model(trained, f"{journey.name}-iris", serialization_format="pickle", **options)
    what_mlflow_keeps(journey, made, run.info.run_id)
    artifacts_without_the_server(journey)

    with ModelRegistry.from_settings() as registry:
        assert len(registry.list(made.name)) == 1
        assert (made.stage, made.signer) == (Stage.STAGING, "release")
        registry.promote(made.uri)
    loaded = load_model(f"aegis://{made.name}/production")
    assert list(loaded.predict(flowers)) == list(trained.predict(flowers))
    return made


def what_mlflow_keeps(journey: Journey, made: ModelVersion, run: str) -> None:
    """Looks at the run, at its models, of which one was refused, and at what is in the bucket."""
    import mlflow

    experiment = mlflow.get_experiment_by_name(journey.name)
    known = made.provenance
    assert known["mlflow_experiment_id"] == experiment.experiment_id
    assert (known["mlflow_run_id"], known["git_commit"]) == (run, "3f2a9c1")
    logged = mlflow.get_logged_model(known["mlflow_model_id"])
    assert (logged.source_run_id, logged.tags["aegis.uri"]) == (run, made.uri)
    of_run = mlflow.search_logged_models([experiment.experiment_id], output_format="list")
    refused = next(model.model_id for model in of_run if model.model_id != logged.model_id)
    assert {model.model_id: str(model.status) for model in of_run} == {
        logged.model_id: "READY",
        refused: "FAILED",
    }

    assert experiment.artifact_location.startswith("mlflow-artifacts:")
    kept = [found.key for found in journey.storage.list(f"{journey.prefix}/{experiment.experiment_id}/")]
    assert any(key.endswith(f"{run}/artifacts/data/kind.txt") for key in kept)
    assert any(key.endswith(f"{logged.model_id}/artifacts/MLmodel") for key in kept)
    assert not [key for key in kept if refused in key]
    copy = mlflow.artifacts.download_artifacts(run_id=run, artifact_path="data")
    assert Path(copy, "kind.txt").read_text() == "flowers"
    artifacts = f"{journey.tracking.url}/api/2.0/mlflow-artifacts"
    assert fetch("GET", f"{artifacts}/artifacts/nothing").status == 404
    signed = fetch("GET", f"{artifacts}/presigned/{experiment.experiment_id}/{run}/artifacts/data/kind.txt")
    assert fetch("GET", json.loads(signed.body)["url"]) == (200, b"flowers")


def artifacts_without_the_server(journey: Journey) -> None:
    """Logs to the bucket itself, from this process; the server signs a URL of the store for it."""
    import mlflow

    name = f"{journey.name}-direct"
    mlflow.create_experiment(name, artifact_location=f"aegis-storage://{journey.prefix}/direct")
    mlflow.set_experiment(name)
    for number in range(30):
        Path("many", str(number % 3)).mkdir(parents=True, exist_ok=True)
        Path("many", str(number % 3), f"{number}.txt").write_text(str(number))
    with mlflow.start_run() as run:
        mlflow.log_artifacts("many", "many")
    found = mlflow.artifacts.list_artifacts(run_id=run.info.run_id, artifact_path="many/1")
    assert sorted(one.path for one in found)[0] == "many/1/1.txt"
    assert len(found) == 10
    question = {"run_id": run.info.run_id, "path": "many/1/7.txt"}
    signing = f"{journey.tracking.url}/api/2.0/mlflow/artifacts/presigned"
    for_upload = ask(f"{signing}-upload-url", question)
    stored = fetch("PUT", for_upload["presigned_url"], b"seven", for_upload.get("headers"))
    assert stored.status == 200
    assert fetch("GET", ask(f"{signing}-download-url", question)["presigned_url"]) == (200, b"seven")


def predictions_of_a_server(journey: Journey, made: ModelVersion) -> None:
    """``mlflow models serve`` verifies the model that it serves, and answers."""
    uri = f"aegis://{made.name}/production"
    with serving(journey.folder, uri, journey.settings) as server:
        what_the_document_shows(journey)  # while the server starts
        answer = ask(f"{server.wait()}/invocations", {"inputs": [[5.1, 3.5, 1.4, 0.2], [6.7, 3.0, 5.2, 2.3]]})
    assert answer == {"predictions": [0, 2]}


def what_the_document_shows(journey: Journey) -> None:
    """Runs the examples of ``docs/mlflow.md``."""
    openssl("pkcs8", "-topk8", "-in", "release.key", "-out", "cosign.key", "-passout", "pass:secret")
    first, second = blocks("docs/mlflow.md", "python")
    name = f"{journey.name}-flowers"
    shown: dict[str, Any] = {}
    exec(first.replace('"iris"', f'"{name}"'), shown)  # noqa: S102 - the project's own document
    with ModelRegistry.from_settings() as registry:
        registry.promote(shown["version"].uri)
    exec(second.replace("//iris/", f"//{name}/"), shown)  # noqa: S102 - the same
    assert list(shown["model"].predict(shown["flowers"][:1])) == [0]


def a_model_that_was_tampered_with(journey: Journey, made: ModelVersion) -> None:
    """Replaces the object of a model that was loaded before on another machine."""
    from aegis_multimodal_ai_system.mlflow_models import load_model

    journey.configure(XDG_CACHE_HOME=str(journey.folder / "another machine"))
    whole = journey.storage.download(made.key, "whole.tar").read_bytes()
    Path("tampered.tar").write_bytes(whole.replace(b"max_iter", b"mAx_iter", 1) + b"\0")
    journey.storage.upload("tampered.tar", made.key)
    with pytest.raises(DigestMismatchError):
        load_model(made.uri)
    journey.storage.upload("whole.tar", made.key)
    load_model(made.uri)


def the_database_in_another(
    journey: Journey, made: list[ModelVersion], capsys: pytest.CaptureFixture[str]
) -> None:
    """Backs up the database, catalogue and MLflow's tables alike, and restores it into a new one."""
    before = journey.aegis(capsys, "registry", "list", "--json")
    runs = "SELECT count(*) FROM runs WHERE status = 'FINISHED'"
    with psycopg.connect(journey.settings["DATABASE_URL"]) as connection:
        finished = connection.execute(runs).fetchone()
    key = f"backups/{journey.name}"
    assert journey.aegis(capsys, "database", "backup", key) == f"{key}\n"
    assert key in journey.aegis(capsys, "database", "list")

    restored = journey.new_database()
    journey.configure(DATABASE_URL=restored)
    assert "no catalogue yet" in journey.aegis(capsys, "registry", "list", code=1)
    assert journey.aegis(capsys, "database", "restore", key).startswith(f"{key}  ")
    assert journey.aegis(capsys, "registry", "list", "--json") == before
    uris = [json.loads(line)["uri"] for line in before.splitlines()]
    assert {version.uri for version in made} <= set(uris)
    with psycopg.connect(restored) as connection:
        assert connection.execute(runs).fetchone() == finished
    again = journey.aegis(capsys, "database", "restore", key, code=5)
    assert again == "aegis: The database is not empty; a backup is restored into an empty one alone.\n"
    with ModelRegistry.from_settings() as registry:
        assert registry.load_artifact(made[0].uri).read_bytes() == Path("chat.safetensors").read_bytes()
