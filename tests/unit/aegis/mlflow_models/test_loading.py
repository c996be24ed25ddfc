"""Which models of MLflow are loaded, and that nothing runs of those that are not.

The journey in ``tests/acceptance`` logs one into MLflow's server.
"""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aegis_multimodal_ai_system.mlflow_models import (
    MalformedModelError,
    TrackingError,
    load_model,
    log_model,
)
from aegis_multimodal_ai_system.mlflow_models.archive import FILE_NAME, pack
from aegis_multimodal_ai_system.model_registry import ModelRegistry, ModelVersion
from aegis_multimodal_ai_system.model_registry.errors import (
    ArtifactMissingError,
    DigestMismatchError,
    MissingSignatureError,
    SwappedSignatureError,
    UnsafeFormatError,
    UntrustedKeyError,
)
from codomyrmex.cloud.common.errors import InvalidRequestError
from tests.unit.aegis.mlflow_models.conftest import Policed
from tests.unit.aegis.model_registry.keys import KeyPair

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

MLMODEL = """\
flavors:
  python_function:
    env: {conda: conda.yaml}
    loader_module: mlflow.sklearn
    model_path: model.pkl
  sklearn:
    pickled_model: model.pkl
    serialization_format: pickle
"""
EVERYTHING = 'unsafe_formats = ["*"]\nunsigned = ["*"]'


class Canary:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self._path),)


@pytest.fixture
def model(folder: Path) -> Path:
    """A model of MLflow that makes a folder ``sung`` when it is loaded."""
    (folder / "model").mkdir()
    (folder / "model" / "MLmodel").write_text(MLMODEL)
    (folder / "model" / "model.pkl").write_bytes(pickle.dumps(Canary(folder / "sung")))
    return folder / "model"


@pytest.fixture
def left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What models have left among the temporary files."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return lambda: os.listdir(tmp_path / "temporary")


def register(registry: ModelRegistry, model: Path, pair: KeyPair | None = None) -> ModelVersion:
    """Register the folder of a model."""
    pack(model, model.parent / FILE_NAME)
    try:
        return registry.register("canary", model.parent / FILE_NAME, signer=pair.signer if pair else None)
    finally:
        (model.parent / FILE_NAME).unlink()


def test_a_pickle_is_loaded_only_by_permission(
    policed: Policed, model: Path, pairs: dict[str, KeyPair], folder: Path, left: Callable[[], list[str]]
) -> None:
    with pytest.raises(UnsafeFormatError, match="an archive with a pickle"):
        register(policed(""), model, pairs["release"])
    made = register(policed('unsafe_formats = ["canary"]'), model, pairs["release"])
    with pytest.raises(UnsafeFormatError):
        load_model(made.uri, registry=policed(""))
    import mlflow.exceptions

    with pytest.raises(mlflow.exceptions.MlflowException, match="the policy does not permit it"):
        mlflow.sklearn.load_model(made.uri)
    assert not (folder / "sung").exists()
    assert [name for name in left() if os.listdir(Path(tempfile.gettempdir(), name))] == []
    load_model(made.uri, registry=policed('unsafe_formats = ["canary"]'))
    assert (folder / "sung").exists()


def swapped(registry: ModelRegistry, made: ModelVersion, other: ModelVersion) -> None:
    registry.storage.upload(
        registry.storage.download(f"{other.key}.sigstore.json", "sig"), f"{made.key}.sigstore.json"
    )


def tampered(registry: ModelRegistry, made: ModelVersion, other: ModelVersion) -> None:
    registry.storage.upload(registry.storage.download(other.key, "file"), made.key)


def unsigned(registry: ModelRegistry, made: ModelVersion, _other: ModelVersion) -> None:
    registry.storage.delete(f"{made.key}.sigstore.json")


def gone(registry: ModelRegistry, made: ModelVersion, _other: ModelVersion) -> None:
    registry.storage.delete(made.key)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (swapped, SwappedSignatureError),
        (tampered, DigestMismatchError),
        (unsigned, MissingSignatureError),
        (gone, ArtifactMissingError),
    ],
    ids=lambda value: value.__name__,
)
def test_what_was_changed_in_the_store_is_not_loaded(
    policed: Policed,
    model: Path,
    pairs: dict[str, KeyPair],
    folder: Path,
    change: Callable[[ModelRegistry, ModelVersion, ModelVersion], None],
    error: type[Exception],
) -> None:
    registry = policed('unsafe_formats = ["*"]')
    made = register(registry, model, pairs["release"])
    (model / "extra").write_text("more")
    change(registry, made, register(registry, model, pairs["release"]))
    with pytest.raises(error):
        load_model(made.uri, registry=registry)
    assert not (folder / "sung").exists()


def test_another_key_is_refused_before_anything_is_stored(
    policed: Policed, model: Path, pairs: dict[str, KeyPair]
) -> None:
    registry = policed('unsafe_formats = ["*"]')
    with pytest.raises(UntrustedKeyError):
        register(registry, model, pairs["stranger"])
    with pytest.raises(MissingSignatureError):
        register(registry, model)
    assert list(registry.storage.list()) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("    skops_trusted_types: [os.system]", "says itself which types are trusted"),
        ("    loader_module: os", "is loaded by a module that is not MLflow's"),
        ("    code: code", "brings code"),
        ("    pickled_model: /tmp/elsewhere.skops", "names files outside of its folder"),
        ("    data: [{path: ../../elsewhere}]", "names files outside of its folder"),
    ],
    ids=["types", "loader", "code", "absolute", "above"],
)
def test_what_a_model_says_of_its_loading(policed: Policed, model: Path, line: str, reason: str) -> None:
    (model / "model.pkl").unlink()
    (model / "MLmodel").write_text(f"flavors:\n  sklearn:\n    serialization_format: skops\n{line}\n")
    made = register(policed(EVERYTHING), model)
    with pytest.raises(UnsafeFormatError, match=f"canary {reason}"):
        load_model(made.uri, registry=policed('unsigned = ["*"]'))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "it has no file MLmodel"),
        ("flavors: [", "is no YAML"),
        ("flavors: {}", "names no flavor"),
        ("!!python/object/apply:os.mkdir [sung]", "is no YAML"),
    ],
    ids=["missing", "yaml", "flavors", "tag"],
)
def test_what_is_no_model(policed: Policed, model: Path, text: str | None, message: str) -> None:
    (model / "MLmodel").unlink()
    if text is not None:
        (model / "MLmodel").write_text(text)
    registry = policed(EVERYTHING)
    made = register(registry, model)
    with pytest.raises(MalformedModelError, match=message):
        load_model(made.uri, registry=registry)


def test_a_registered_file_is_no_model(policed: Policed, folder: Path, pairs: dict[str, KeyPair]) -> None:
    (folder / "weights.bin").write_bytes(b"weights")
    registry = policed("")
    made = registry.register("chat", "weights.bin", signer=pairs["release"].signer)
    with pytest.raises(MalformedModelError, match="is no archive of a model of MLflow"):
        load_model(made.uri, registry=registry)


def test_wrong_calls(policed: Policed, model: Path) -> None:
    registry = policed(EVERYTHING)
    made = register(registry, model)
    for flavor in ("nothing", "server", "..", "os.path"):
        with pytest.raises(InvalidRequestError, match=r"MLflow has no flavor .* with load_model"):
            load_model(made.uri, flavor=flavor, registry=registry)
        with pytest.raises(InvalidRequestError, match=r"MLflow has no flavor .* with save_model"):
            log_model(object(), "chat", flavor=flavor, registry=registry)
    with pytest.raises(InvalidRequestError, match="A model's name"):
        log_model(object(), "../chat", flavor="sklearn", registry=registry)
    with pytest.raises(TrackingError, match="MLflow failed"):
        load_model(made.uri, flavor="xgboost", registry=registry)


def test_a_server_that_does_not_answer(policed: Policed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://ada:hush-hush@127.0.0.1:1")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    registry = policed(EVERYTHING)
    with pytest.raises(TrackingError, match="MLflow failed: API request to http") as failed:
        log_model(object(), "chat", flavor="sklearn", registry=registry)
    assert "hush" not in str(failed.value)
    assert list(registry.storage.list()) == []


def test_the_registry_is_read_only_for_mlflow(policed: Policed, model: Path) -> None:
    import mlflow.exceptions

    from aegis_multimodal_ai_system.mlflow_models import VerifiedModelRepository

    made = register(policed(EVERYTHING), model)
    repository = VerifiedModelRepository("aegis://canary")
    assert [found.path for found in repository.list_artifacts("1")] == ["1/MLmodel", "1/model.pkl"]
    assert Path(mlflow.artifacts.download_artifacts(f"{made.uri}/MLmodel")).read_text() == MLMODEL
    for call in (
        lambda: repository.log_artifact("MLmodel"),
        lambda: repository.log_artifacts("model"),
        lambda: repository.delete_artifacts("1"),
        lambda: repository.list_artifacts(),
        lambda: repository.list_artifacts("1/../1"),
        lambda: repository.list_artifacts("7"),
        lambda: repository.download_artifacts("1/nothing"),
    ):
        with pytest.raises(mlflow.exceptions.MlflowException):
            call()
