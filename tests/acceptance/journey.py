"""The steps of the journey, each as an application or a shell makes it."""

from __future__ import annotations

import json
import secrets
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from aegis_multimodal_ai_system import config
from aegis_multimodal_ai_system.cli.edge import run
from aegis_multimodal_ai_system.storage import StorageClient, create_storage_client
from tests.servers.mlflow import MLflowServer
from tests.unit.aegis.model_registry.keys import KeyPair


class Journey:
    """An application with its settings, keys and policy.

    Args:
        folder: the current folder, with ``.env``.
        settings: what is in ``.env``, for processes of other folders.
        monkeypatch: for settings beside those.

    Attributes:
        tracking: ``mlflow server``, which was started.
        prefix: of what it keeps in the bucket.
        name: begins the names of models, so that a second journey on a stack is a new one.
    """

    tracking: MLflowServer

    def __init__(self, folder: Path, settings: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.name = f"acceptance-{secrets.token_hex(4)}"
        self.prefix = self.name
        self._monkeypatch = monkeypatch
        self._server, self._databases = settings["DATABASE_URL"], list[str]()
        self.pair = KeyPair.make(folder, "release")
        policy = f'[keys.release]\nfile = "release.pub"\nmodels = ["{self.name}*"]\n'
        (folder / "policy.toml").write_text(policy)
        self.settings = {**settings, "MODEL_SIGNATURE_POLICY": str(folder / "policy.toml")}
        # A database of its own: a stack that goes on keeps nothing of the journey.
        self.settings["DATABASE_URL"] = self.new_database()
        self.configure(MODEL_SIGNATURE_POLICY="policy.toml", DATABASE_URL=self.settings["DATABASE_URL"])
        self.storage: StorageClient = create_storage_client()

    def configure(self, **variables: str) -> None:
        """Set variables of the environment, and let the settings be read anew."""
        for name, value in variables.items():
            self._monkeypatch.setenv(name, value)
        vars(config).pop("cfg", None)

    def aegis(self, capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
        """Run the command ``aegis``; gives what it prints, or what it says when it is to fail."""
        capsys.readouterr()
        ended = run(list(arguments))
        said = capsys.readouterr()
        assert ended == code, said.err
        return said.err if code else said.out

    def new_database(self) -> str:
        """Make an empty database on the server of the stack; gives its address."""
        name = f"aegis_{secrets.token_hex(6)}"
        self._execute(f'CREATE DATABASE "{name}"')
        self._databases.append(name)
        return f"{self._server.rpartition('/')[0]}/{name}"

    def leave(self) -> None:
        """Remove what a stack that goes on would keep: the databases of the journey and its objects."""
        for name in self._databases:
            self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        for found in list(self.storage.list()):
            if self.name in found.key:
                self.storage.delete(found.key)
        self.storage.close()

    def _execute(self, statement: str) -> None:
        with closing(psycopg.connect(self._server, autocommit=True)) as connection:
            connection.execute(statement.encode())


def ask(url: str, question: Any) -> Any:
    """What a server answers to a question, both in JSON."""
    request = urllib.request.Request(
        url, data=json.dumps(question).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)
