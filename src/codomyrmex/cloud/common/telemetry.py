"""What every public method of every client shares: one span, two metrics, typed and complete errors.

Only ``opentelemetry-api`` is used, and only once the program has set telemetry up; until then a call
costs well under a microsecond more than the bare method.

    span      codomyrmex.cloud.<capability>.<method>
    histogram codomyrmex.cloud.operation.duration    seconds
    counter   codomyrmex.cloud.bytes                 bytes, by network.io.direction
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextvars import ContextVar, copy_context
from functools import cache, wraps
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, ParamSpec, Protocol, TypeVar

from codomyrmex.cloud.common.errors import CloudError, InvalidRequestError
from codomyrmex.logging_monitoring import get_logger, redact
from codomyrmex.validation import ValidationError

if TYPE_CHECKING:
    from inspect import Signature

    from opentelemetry.metrics import Counter, Histogram
    from opentelemetry.trace import Tracer

PROVIDER = "codomyrmex.cloud.provider"
OPERATION = "codomyrmex.cloud.operation"
BUCKET = "codomyrmex.cloud.bucket"
DIRECTION = "network.io.direction"
ERROR_TYPE = "error.type"

_log = get_logger(__name__)

# The client and the name of the public method that runs: those that it calls itself belong to it.
_outermost: ContextVar[tuple[Any, str] | None] = ContextVar("codomyrmex_cloud_operation", default=None)

# The arguments that say what a call is about, in the order in which they are shown.
_RESOURCE_ARGUMENTS = ("bucket", "key", "resource_id", "instance_id", "name")


class Client(Protocol):
    """What a class needs for its methods to be operations."""

    @property
    def provider(self) -> str: ...

    @property
    def capability(self) -> str: ...


P = ParamSpec("P")
R = TypeVar("R")


def operation(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a method a public operation.

    The outermost operation on the stack opens the span, records its duration, and logs an error, once.
    Work handed to other threads stays part of it where they run in a copy of the caller's context
    (``contextvars.copy_context().run``).

    An error that leaves is complete: ``provider``, ``operation`` and ``resource`` are filled in where
    the driver left them out, and a refusal by :mod:`codomyrmex.validation` is an
    :class:`~codomyrmex.cloud.common.errors.InvalidRequestError`. What a provider's SDK raised becomes what
    the client's ``_error_of`` makes of it, where it has one.

    Args:
        name: the public name of the method, ``put_object``.

    Returns:
        A decorator for a plain method of a :class:`Client`; its signature stays as it is. Not for
        generator functions, whose body runs only after they return.
    """

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        def begin(args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
            _outermost.set((args[0], name))
            return _run(name, method, args, kwargs, outermost=True)

        # Self stays among the arguments: taking it apart would copy them at every call.
        @wraps(method)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            if _outermost.get() is not None:
                return _run(name, method, args, kwargs, outermost=False)
            # In a context of its own, which is left whatever happens: Ctrl-C may come between two steps of a
            # `finally`, and all later calls would then belong to this one.
            return copy_context().run(begin, args, kwargs)

        return call

    return decorate


def _run(
    name: str, method: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any], *, outermost: bool
) -> R:
    try:
        if outermost and _somebody_listens():
            return _observed(name, method, args, kwargs)
        return method(*args, **kwargs)
    except ValidationError as refusal:
        error: CloudError = InvalidRequestError(str(refusal))
        _complete(error, name, method, args, kwargs, log=outermost)
        raise error from refusal
    except CloudError as raised:
        _complete(raised, name, method, args, kwargs, log=outermost)
        raise
    except Exception as foreign:
        # Of the SDK that does the work, where one does: its client knows what it means.
        classified = _classify(args[0], foreign)
        if classified is None:
            raise
        _complete(classified, name, method, args, kwargs, log=outermost)
        raise classified from foreign


def running_operation() -> tuple[str, str] | None:
    """The provider and the public name of the operation that runs, for what is done after it has returned;
    ``None`` outside of one."""
    running = _outermost.get()
    return None if running is None else (str(running[0].provider), running[1])


def _classify(client: Any, error: Exception) -> CloudError | None:
    error_of: Callable[[Exception], CloudError | None] | None = getattr(client, "_error_of", None)
    return None if error_of is None else error_of(error)


def record_bytes(
    provider: str, operation: str, direction: Literal["transmit", "receive"], count: int
) -> None:
    """Count bytes of object data that crossed the wire.

    Args:
        provider: the provider's name.
        operation: the public method.
        direction: ``transmit`` for what was sent, ``receive`` for what came.
        count: bytes.
    """
    if _somebody_listens():
        attributes = {PROVIDER: str(provider), OPERATION: operation, DIRECTION: direction}
        _instruments().bytes.add(count, attributes)


def _somebody_listens() -> bool:
    """Whether the program uses the OpenTelemetry SDK or set a tracer provider of its own."""
    modules = sys.modules
    if "opentelemetry.sdk" in modules:
        return True
    api = modules.get("opentelemetry.trace")
    return api is not None and not isinstance(api.get_tracer_provider(), api.ProxyTracerProvider)


class _Instruments(NamedTuple):
    tracer: Tracer
    duration: Histogram
    bytes: Counter


@cache
def _instruments() -> _Instruments:
    from opentelemetry import metrics, trace

    from codomyrmex import __version__

    meter = metrics.get_meter("codomyrmex.cloud", __version__)
    return _Instruments(
        tracer=trace.get_tracer("codomyrmex.cloud", __version__),
        duration=meter.create_histogram(
            "codomyrmex.cloud.operation.duration", unit="s", description="Duration of public operations"
        ),
        bytes=meter.create_counter(
            "codomyrmex.cloud.bytes", unit="By", description="Object data sent and received"
        ),
    )


def _observed(name: str, method: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
    from opentelemetry.trace import SpanKind, Status, StatusCode

    client: Client = args[0]
    instruments = _instruments()
    attributes: dict[str, str] = {PROVIDER: str(client.provider), OPERATION: name}
    bucket = _arguments(method, args, kwargs).get("bucket")
    started = perf_counter()
    with instruments.tracer.start_as_current_span(
        f"codomyrmex.cloud.{client.capability}.{name}",
        kind=SpanKind.CLIENT,
        attributes=attributes | ({BUCKET: bucket} if isinstance(bucket, str) else {}),
        # A recorded exception carries its traceback and causes as they are, secrets included.
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            return method(*args, **kwargs)
        except BaseException as error:
            attributes[ERROR_TYPE] = type(error).__name__
            span.set_attribute(ERROR_TYPE, attributes[ERROR_TYPE])
            span.set_status(Status(StatusCode.ERROR, redact(str(error))))
            raise
        finally:
            instruments.duration.record(perf_counter() - started, attributes)


def _complete(
    error: CloudError,
    name: str,
    method: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    log: bool,
) -> None:
    if error.provider is None:
        error.provider = str(args[0].provider)
    if error.operation is None:
        error.operation = name
    if error.resource is None:
        error.resource = _resource(_arguments(method, args, kwargs))
    if log:
        _log.debug(
            "operation failed",
            provider=error.provider,
            operation=name,
            resource=error.resource,
            error=type(error).__name__,
            message=error.message,
            status=error.status,
            code=error.code,
            request_id=error.request_id,
        )


def _resource(arguments: dict[str, Any]) -> str | None:
    known = (arguments.get(name) for name in _RESOURCE_ARGUMENTS)
    said = "/".join(value for value in known if isinstance(value, str) and value)
    return said or next(
        (value for name, value in arguments.items() if name.endswith("_id") and isinstance(value, str)), None
    )


def _arguments(method: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    return _signature(method).bind_partial(*args, **kwargs).arguments


@cache
def _signature(method: Callable[..., Any]) -> Signature:
    from inspect import signature

    return signature(method)
