"""``up``, ``down``, ``reset`` and ``status``, for the stack of one folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aegis_multimodal_ai_system.local_stack import containers
from aegis_multimodal_ai_system.local_stack.containers import ContainerStack
from aegis_multimodal_ai_system.local_stack.env_file import complete_env_file, read_env_file
from aegis_multimodal_ai_system.local_stack.errors import LocalStackError
from aegis_multimodal_ai_system.local_stack.lock import locked
from aegis_multimodal_ai_system.local_stack.native import NativeStack, check_system, install_servers
from aegis_multimodal_ai_system.local_stack.settings import NAMES, StackSettings
from aegis_multimodal_ai_system.local_stack.state import State
from aegis_multimodal_ai_system.storage.local_development import ensure_bucket
from aegis_multimodal_ai_system.storage.minio_adapter import MinIOStorageAdapter
from codomyrmex.cloud.common.errors import CloudError

_FROM_ENVIRONMENT = ("OBJECT_STORE_PORT", "POSTGRES_PORT")


@dataclass(frozen=True)
class LocalStack:
    """The stack of a folder.

    Attributes:
        project: the folder, with ``.env`` and the compose file.
        say: takes each sentence for the user.
        native: whether to leave container engines alone.
        store: the object store of the native stack, ``ceph`` or ``moto``.
    """

    project: Path
    say: Callable[[str], object]
    native: bool = False
    store: str | None = None

    def up(self) -> tuple[StackSettings, State]:
        """Start the stack, complete ``.env``, and make the bucket and the database.

        Raises:
            LocalStackError: it cannot be started; what was made until then is kept.
        """
        with locked(self._folder):
            settings = self._settings()
            stack = self._stack(settings)
            # Before anything is started: no password is in use that is not in the file.
            added = complete_env_file(self.project / ".env", settings.lines())
            if added:
                self.say(f"Written to .env: {', '.join(added)}.")
            stack.up()
            self._make_bucket(settings)
            return settings, stack.state()

    def down(self) -> None:
        """Stop the stack and keep its data.

        Raises:
            LocalStackError: it cannot be stopped.
        """
        with locked(self._folder):
            self._running_stack(self._settings_to_stop()).down()

    def reset(self) -> None:
        """Stop the stack and delete its data. ``.env`` stays.

        Raises:
            LocalStackError: it cannot be stopped.
        """
        with locked(self._folder):
            self._running_stack(self._settings_to_stop()).erase()

    def status(self) -> tuple[StackSettings, State]:
        """What runs, and where.

        Raises:
            LocalStackError: ``.env`` is malformed.
        """
        settings = self._settings()
        return settings, self._running_stack(settings).state()

    @property
    def _folder(self) -> Path:
        return self.project / ".aegis"

    def _settings(self) -> StackSettings:
        given = read_env_file(self.project / ".env", NAMES)
        for name in _FROM_ENVIRONMENT:
            if not given.get(name) and os.environ.get(name):
                given[name] = os.environ[name]
        return StackSettings.read(given)

    def _settings_to_stop(self) -> StackSettings:
        """What `down` and `reset` go by: what runs can be stopped whatever is in the file."""
        try:
            return self._settings()
        except LocalStackError:
            return StackSettings.read({})

    def _stack(self, settings: StackSettings) -> NativeStack | ContainerStack:
        running = self._running_stack(settings)
        if isinstance(running, ContainerStack) or running.is_running():
            return running
        check_system()
        why = "As asked" if self.native else "No container engine answers"
        self.say(f"{why}: the stack runs as processes of this machine.")
        install_servers(self.project, self.store)
        return NativeStack(self._folder, settings, self.store)

    def _running_stack(self, settings: StackSettings) -> NativeStack | ContainerStack:
        """The native one where it runs, was asked for, or there is nothing else."""
        native = NativeStack(self._folder, settings, self.store)
        engine = None if self.native or native.is_running() else containers.find_engine()
        return native if engine is None else ContainerStack(engine, self.project, settings)

    def _make_bucket(self, settings: StackSettings) -> None:
        store = settings.store
        try:
            with MinIOStorageAdapter(
                store.name,
                endpoint_url=settings.store_url,
                access_key=store.user,
                secret_key=store.secret,
            ) as client:
                ensure_bucket(client)
        except CloudError as error:
            raise LocalStackError(f"The bucket could not be made: {error}") from None
