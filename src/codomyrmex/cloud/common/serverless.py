"""Functions that a provider runs when they are called, the same on every cloud."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.validation import ValidationError, check_identifier

MIB = 1024 * 1024


class FunctionRuntime(StrEnum):
    """What runs the code. Providers take their own names too, so a runtime may be any text."""

    PYTHON_3_11 = "python3.11"
    PYTHON_3_12 = "python3.12"
    PYTHON_3_13 = "python3.13"
    NODEJS_20 = "nodejs20"
    NODEJS_22 = "nodejs22"
    JAVA_21 = "java21"
    DOTNET_8 = "dotnet8"
    CONTAINER = "container"


class FunctionState(StrEnum):
    """Whether a function can be called; ``UNKNOWN`` for a word of the provider that is none of these."""

    PENDING = "pending"
    ACTIVE = "active"
    INACTIVE = "inactive"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    Attributes:
        id: the provider's own id.
        name: its name.
        runtime: what runs it.
        provider: whose it is.
        region: where it is.
        state: whether it can be called.
        handler: where in the code a call begins.
        memory: bytes it may use.
        timeout: how long one call may take.
        version: the provider's word for this version of the code.
        updated_at: when it was last changed, with a time zone.
        url: its HTTP address, or ``None``.
        environment: its variables, which often hold secrets.
        tags: the user's own labels.
        details: what else the provider says about it.
    """

    id: str
    name: str
    runtime: str
    provider: str
    region: str | None = None
    state: FunctionState = FunctionState.UNKNOWN
    handler: str | None = None
    memory: int | None = None
    timeout: timedelta | None = None
    version: str | None = None
    updated_at: datetime | None = None
    url: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    tags: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class FunctionSettings:
    """How a function is to be. In an update ``None`` leaves a setting as it is.

    Attributes:
        runtime: what runs it.
        handler: where in the code a call begins (``main.handle``).
        code: the archive of the code, as the provider takes it.
        memory: bytes it may use.
        timeout: how long one call may take.
        role: the identity it runs as.
        environment: its variables, which often hold secrets.
        tags: the user's own labels.
    """

    runtime: str | None = None
    handler: str | None = None
    code: bytes | None = field(default=None, repr=False)
    memory: int | None = None
    timeout: timedelta | None = None
    role: str | None = None
    environment: Mapping[str, str] | None = field(default=None, repr=False)
    tags: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class InvocationResult:
    """What came back from a call.

    Attributes:
        payload: the answer, as it came; empty for an asynchronous call.
        error: what the function itself said went wrong, or ``None``.
        request_id: the provider's id of the call.
        logs: the end of its log, where the provider sends it along.
    """

    payload: bytes = field(default=b"", repr=False)
    error: str | None = None
    request_id: str | None = None
    logs: str | None = field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        """Whether the function ran without an error of its own."""
        return self.error is None

    def json(self) -> Any:
        """The answer, read as JSON.

        Raises:
            ValueError: it is not JSON.
        """
        return json.loads(self.payload)


class ServerlessClient(ServiceClient, ABC):
    """Functions of one account and region; a provider fills in the hooks that begin with an underscore."""

    capability: ClassVar[str] = "serverless"

    @operation("list_functions")
    def list_functions(self) -> Iterator[Function]:
        """Every function, lazily and in the provider's order.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_functions(), self._error_of)

    @operation("get_function")
    def get_function(self, name: str) -> Function:
        """One function by name.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(name, "a function name")
        return self._get_function(name)

    @operation("create_function")
    def create_function(self, name: str, settings: FunctionSettings) -> Function:
        """Make a function.

        Args:
            name: its name.
            settings: how it is to be; ``runtime`` and ``code`` have to be there.

        Raises:
            AlreadyExistsError: one of this name is there.
            QuotaExceededError: the account has no room for it.
        """
        check_identifier(name, "a function name")
        if settings.runtime is None or settings.code is None:
            raise ValidationError("a new function needs a runtime and its code")
        _check_limits(settings)
        return self._create_function(name, settings)

    @operation("update_function")
    def update_function(self, name: str, settings: FunctionSettings) -> Function:
        """Change a function; what is ``None`` in ``settings`` stays as it is.

        Raises:
            NotFoundError: it is not there.
            ConflictError: another change is still being made.
        """
        check_identifier(name, "a function name")
        if settings == FunctionSettings():
            raise ValidationError("an update has to change something")
        _check_limits(settings)
        return self._update_function(name, settings)

    @operation("delete_function")
    def delete_function(self, name: str) -> None:
        """Delete a function.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(name, "a function name")
        self._delete_function(name)

    @operation("invoke")
    def invoke(
        self, name: str, payload: bytes | Mapping[str, Any] = b"", *, wait: bool = True
    ) -> InvocationResult:
        """Call a function.

        Args:
            name: its name.
            payload: what it is given; a mapping is sent as JSON.
            wait: whether to wait for the answer; otherwise the call is queued.

        Returns:
            The answer. An error of the function itself is in ``error`` and not raised: the call worked.

        Raises:
            NotFoundError: it is not there.
            OperationTimeoutError: it took longer than it may.
        """
        check_identifier(name, "a function name")
        return self._invoke(name, payload if isinstance(payload, bytes) else _json(payload), wait)

    @abstractmethod
    def _list_functions(self) -> Iterator[Function]: ...

    @abstractmethod
    def _get_function(self, name: str) -> Function: ...

    @abstractmethod
    def _create_function(self, name: str, settings: FunctionSettings) -> Function: ...

    @abstractmethod
    def _update_function(self, name: str, settings: FunctionSettings) -> Function: ...

    @abstractmethod
    def _delete_function(self, name: str) -> None: ...

    @abstractmethod
    def _invoke(self, name: str, payload: bytes, wait: bool) -> InvocationResult: ...


def _check_limits(settings: FunctionSettings) -> None:
    if settings.memory is not None and settings.memory < MIB:
        raise ValidationError(
            f"the memory of a function is in bytes and at least 1 MiB, not {settings.memory}"
        )
    if settings.timeout is not None and settings.timeout <= timedelta():
        raise ValidationError("the timeout of a function is longer than nothing")


def _json(payload: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(payload).encode()
    except (TypeError, ValueError):
        # The cause is dropped: it repeats the value, which may be a secret.
        raise ValidationError("the payload cannot be written as JSON") from None
