"""What every public method shares: spans, metrics, complete errors, and no cost when nobody listens."""

from __future__ import annotations

import inspect
import json
import logging
import subprocess
import sys
from typing import Any, ClassVar

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError, NotFoundError, RateLimitedError
from codomyrmex.cloud.common.telemetry import operation, record_bytes, running_operation
from codomyrmex.validation import ValidationError, check_key
from tests.interrupting import interrupted_everywhere

CLIENT = """
from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.common.telemetry import operation, record_bytes

class Store:
    capability = "storage"
    provider = "memory"

    @operation("get_object")
    def get_object(self, bucket, key, *, fail=False):
        if fail:
            raise NotFoundError("no such key, secret_key=hush")
        record_bytes(self.provider, "get_object", "receive", 3)
        return b"abc"

    @operation("copy_object")
    def copy_object(self, bucket, key):
        return self.get_object(bucket, key)
"""

SDK = """
from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

spans, reader = InMemorySpanExporter(), InMemoryMetricReader()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(spans))
trace.set_tracer_provider(provider)
metrics.set_meter_provider(MeterProvider([reader]))
"""

REPORT = """
import json
shown = {
    "spans": [
        [s.name, s.kind.name, s.status.status_code.name, s.status.description,
         dict(s.attributes), len(s.events)]
        for s in spans.get_finished_spans()
    ],
    "metrics": {
        m.name: [m.unit, [[dict(p.attributes), getattr(p, "value", None), getattr(p, "count", None)]
                          for p in m.data.data_points]]
        for r in reader.get_metrics_data().resource_metrics for s in r.scope_metrics for m in s.metrics
    },
}
print(json.dumps(shown))
"""


class Store:
    """The smallest client: an in-memory one that counts nothing."""

    capability: ClassVar[str] = "storage"
    provider = "memory"

    @operation("get_object")
    def get_object(self, bucket: str, key: str, *, start: int | None = None) -> bytes:
        """One object."""
        check_key(key)
        if key == "absent":
            raise NotFoundError("no such key")
        if key == "busy":
            raise RateLimitedError("slow down", provider="other", operation="inner", resource="elsewhere")
        return f"{bucket}/{key}/{start}".encode()

    @operation("move_object")
    def move_object(self, source_bucket: str, source_key: str, bucket: str, key: str) -> bytes:
        return self.get_object(source_bucket, source_key)

    @operation("object_exists")
    def object_exists(self, bucket: str, key: str) -> bool:
        try:
            self.get_object(bucket, key)
        except (NotFoundError, InvalidRequestError):
            return False
        return True

    @operation("list_buckets")
    def list_buckets(self) -> None:
        raise NotFoundError("no account")


def run(script: str) -> Any:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_method_keeps_its_result_signature_and_docstring() -> None:
    assert Store().get_object("b", key="k", start=1) == b"b/k/1"
    assert list(inspect.signature(Store.get_object).parameters) == ["self", "bucket", "key", "start"]
    assert Store.get_object.__doc__ == "One object."
    assert Store.get_object.__name__ == "get_object"


def test_an_error_is_completed() -> None:
    with pytest.raises(NotFoundError) as caught:
        Store().get_object("b", key="absent")
    error = caught.value
    assert (error.provider, error.operation, error.resource) == ("memory", "get_object", "b/absent")


def test_what_the_driver_said_stays() -> None:
    with pytest.raises(RateLimitedError) as caught:
        Store().get_object("b", "busy")
    error = caught.value
    assert (error.provider, error.operation, error.resource) == ("other", "inner", "elsewhere")


def test_an_error_about_no_bucket_has_no_resource() -> None:
    with pytest.raises(NotFoundError) as caught:
        Store().list_buckets()
    assert caught.value.resource is None


def test_a_refused_argument_is_an_invalid_request() -> None:
    with pytest.raises(InvalidRequestError, match="a key is not empty") as caught:
        Store().get_object("b", "")
    assert isinstance(caught.value.__cause__, ValidationError)
    assert (caught.value.operation, caught.value.resource) == ("get_object", "b")


def test_an_inner_refusal_has_its_type_inside_too() -> None:
    assert Store().object_exists("b", "") is False
    assert Store().object_exists("b", "absent") is False
    assert Store().object_exists("b", "k") is True


def test_a_wrong_call_is_the_usual_type_error() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'nothing'"):
        Store().get_object("b", "k", nothing=1)  # type: ignore[call-arg]


def test_an_error_is_logged_once_however_deep_it_came_from(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "codomyrmex")
    with pytest.raises(NotFoundError):
        Store().move_object("b", "absent", "c", "k")
    (record,) = caplog.records
    assert record.levelno == logging.DEBUG
    assert "operation='move_object'" in record.getMessage()
    assert "resource='b/absent'" in record.getMessage()


def test_an_operation_that_is_interrupted_at_any_step_is_over() -> None:
    def look() -> None:
        assert running_operation() is None

    assert interrupted_everywhere(lambda: Store().move_object("b", "k", "b", "l"), look) > 5


def test_nothing_is_imported_when_nobody_listens() -> None:
    shown = run(
        "import sys, json\n" + CLIENT + "s = Store(); s.copy_object('b', 'k')\n"
        "try: s.get_object('b', 'k', fail=True)\n"
        "except NotFoundError: pass\n"
        "print(json.dumps([n for n in ('opentelemetry', 'structlog', 'pydantic') if n in sys.modules]))"
    )
    assert shown == []


def test_the_interface_alone_is_nobody_listening() -> None:
    shown = run(
        "import sys, json, opentelemetry.trace\n" + CLIENT + "Store().get_object('b', 'k')\n"
        "print(json.dumps('opentelemetry.metrics' in sys.modules))"
    )
    assert shown is False


def test_one_span_and_one_duration_per_public_call() -> None:
    shown = run(SDK + CLIENT + "Store().copy_object('b', key='k')\n" + REPORT)
    attributes = {"codomyrmex.cloud.provider": "memory", "codomyrmex.cloud.operation": "copy_object"}
    assert shown["spans"] == [
        [
            "codomyrmex.cloud.storage.copy_object",
            "CLIENT",
            "UNSET",
            None,
            attributes | {"codomyrmex.cloud.bucket": "b"},
            0,
        ]
    ]
    assert shown["metrics"]["codomyrmex.cloud.operation.duration"] == ["s", [[attributes, None, 1]]]
    received = {
        "codomyrmex.cloud.provider": "memory",
        "codomyrmex.cloud.operation": "get_object",
        "network.io.direction": "receive",
    }
    assert shown["metrics"]["codomyrmex.cloud.bytes"] == ["By", [[received, 3, None]]]


def test_a_failure_is_in_the_span_and_the_metric_without_its_secret() -> None:
    script = (
        SDK + CLIENT + "try: Store().get_object('b', 'k', fail=True)\nexcept NotFoundError: pass\n" + REPORT
    )
    shown = run(script)
    ((_, _, status, description, attributes, events),) = shown["spans"]
    assert (status, description) == ("ERROR", "no such key, secret_key=***")
    assert attributes["error.type"] == "NotFoundError"
    assert events == 0
    ((measured, _, count),) = shown["metrics"]["codomyrmex.cloud.operation.duration"][1]
    assert (measured["error.type"], count) == ("NotFoundError", 1)


def test_an_sdk_set_up_after_the_first_call_is_seen() -> None:
    shown = run(CLIENT + "Store().get_object('b', 'k')\n" + SDK + "Store().get_object('b', 'k')\n" + REPORT)
    assert len(shown["spans"]) == 1


def test_work_in_a_copied_context_belongs_to_the_call() -> None:
    shown = run(
        SDK + CLIENT + "import contextvars, threading\n"
        "class Bulk(Store):\n"
        "    @operation('bulk')\n"
        "    def bulk(self, bucket):\n"
        "        for run in (contextvars.copy_context().run, lambda f, *a: f(*a)):\n"
        "            t = threading.Thread(target=run, args=(self.get_object, bucket, 'k'))\n"
        "            t.start(); t.join()\n"
        "Bulk().bulk('b')\n" + REPORT
    )
    # The thread without the context is a call of its own, the other is part of the bulk work.
    assert [span[0].rpartition(".")[2] for span in shown["spans"]] == ["get_object", "bulk"]


def test_counting_bytes_with_nobody_listening_does_nothing() -> None:
    assert record_bytes("memory", "put_object", "transmit", 1) is None  # type: ignore[func-returns-value]
