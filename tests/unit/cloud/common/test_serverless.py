"""The serverless contract, over functions in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import AlreadyExistsError, InvalidRequestError, NotFoundError
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.common.serverless import (
    MIB,
    Function,
    FunctionRuntime,
    FunctionSettings,
    FunctionState,
    InvocationResult,
    ServerlessClient,
)

SETTINGS = FunctionSettings(
    runtime=FunctionRuntime.PYTHON_3_12,
    handler="main.handle",
    code=b"archive",
    memory=128 * MIB,
    timeout=timedelta(seconds=3),
    environment={"TOKEN": "hush"},
    tags={"team": "ants"},
)


class Functions(ServerlessClient):
    """Functions that answer with what they were given, or fail when given nothing."""

    provider = CloudProvider.MEMORY

    def __init__(self) -> None:
        self.functions: dict[str, Function] = {}

    def _list_functions(self) -> Iterator[Function]:
        yield from self.functions.values()

    def _get_function(self, name: str) -> Function:
        if name not in self.functions:
            raise NotFoundError("no such function")
        return self.functions[name]

    def _create_function(self, name: str, settings: FunctionSettings) -> Function:
        if name in self.functions:
            raise AlreadyExistsError("the function is there")
        made = Function(
            f"arn:{name}",
            name,
            settings.runtime or "",
            self.provider,
            state=FunctionState.ACTIVE,
            handler=settings.handler,
            memory=settings.memory,
            timeout=settings.timeout,
            environment=settings.environment or {},
        )
        self.functions[name] = made
        return made

    def _update_function(self, name: str, settings: FunctionSettings) -> Function:
        old = self._get_function(name)
        self.functions[name] = replace(old, memory=settings.memory or old.memory)
        return self.functions[name]

    def _delete_function(self, name: str) -> None:
        del self.functions[self._get_function(name).name]

    def _invoke(self, name: str, payload: bytes, wait: bool) -> InvocationResult:
        self._get_function(name)
        if not wait:
            return InvocationResult(request_id="r-1")
        return InvocationResult(payload, error=None if payload else "nothing given", request_id="r-1")


def test_a_function_lives_through_the_calls() -> None:
    client = Functions()
    made = client.create_function("echo", SETTINGS)
    assert (made.runtime, made.memory, made.timeout) == ("python3.12", 128 * MIB, timedelta(seconds=3))
    assert list(client.list_functions()) == [made]
    assert client.update_function("echo", FunctionSettings(memory=256 * MIB)).memory == 256 * MIB
    assert client.get_function("echo").handler == "main.handle"
    client.delete_function("echo")
    with pytest.raises(NotFoundError) as caught:
        client.get_function("echo")
    assert (caught.value.operation, caught.value.resource) == ("get_function", "echo")


def test_making_what_is_there_is_refused() -> None:
    client = Functions()
    client.create_function("echo", SETTINGS)
    with pytest.raises(AlreadyExistsError):
        client.create_function("echo", SETTINGS)


@pytest.mark.parametrize(
    ("payload", "expected"), [(b"\x00raw", b"\x00raw"), ({"a": "é"}, b'{"a": "\\u00e9"}')]
)
def test_a_call_is_given_bytes_or_json(payload: bytes | Mapping[str, Any], expected: bytes) -> None:
    client = Functions()
    client.create_function("echo", SETTINGS)
    result = client.invoke("echo", payload)
    assert result.ok
    assert result.payload == expected


def test_an_answer_is_read_as_json() -> None:
    assert InvocationResult(b'{"a": 1}').json() == {"a": 1}
    with pytest.raises(json.JSONDecodeError):
        InvocationResult(b"no").json()


def test_an_error_of_the_function_is_a_result() -> None:
    client = Functions()
    client.create_function("echo", SETTINGS)
    result = client.invoke("echo")
    assert not result.ok
    assert result.error == "nothing given"
    assert client.invoke("echo", wait=False) == InvocationResult(request_id="r-1")


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        (replace(SETTINGS, code=None), "needs a runtime and its code"),
        (replace(SETTINGS, runtime=None), "needs a runtime and its code"),
        (replace(SETTINGS, memory=128), "in bytes and at least 1 MiB"),
        (replace(SETTINGS, timeout=timedelta()), "longer than nothing"),
    ],
)
def test_wrong_settings_are_refused(settings: FunctionSettings, reason: str) -> None:
    with pytest.raises(InvalidRequestError, match=reason):
        Functions().create_function("echo", settings)


def test_an_update_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match="has to change something"):
        Functions().update_function("echo", FunctionSettings())


def test_a_payload_that_is_no_json_is_refused_and_not_repeated() -> None:
    with pytest.raises(InvalidRequestError, match="cannot be written as JSON") as caught:
        Functions().invoke("echo", {"a": {"hush"}})
    assert "hush" not in str(caught.value)


def test_no_secret_is_shown() -> None:
    assert "hush" not in repr(SETTINGS)
    assert "hush" not in repr(Functions().create_function("echo", SETTINGS))
    assert "hush" not in repr(InvocationResult(b"hush", logs="hush"))
