"""Showing the library's log: for a program that has no logging set-up of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    import logging

    from structlog.typing import EventDict, Processor, WrappedLogger

ROOT = "codomyrmex"


def configure_logging(level: str = "INFO", json: bool = False, stream: TextIO | None = None) -> None:
    """Write the library's records to a stream, through structlog.

    A second call replaces the first. Records no longer reach the handlers of the root logger, so that
    no line is written twice. A program with its own logging set-up needs no call: the records are
    those of standard loggers below ``codomyrmex``.

    Args:
        level: the lowest level shown, by its standard name.
        json: one JSON object per line in place of text for people.
        stream: where to write; standard error if not given.

    Raises:
        ValueError: no level has this name.
    """
    import logging
    import sys

    levels = logging.getLevelNamesMapping()
    if level.upper() not in levels:
        raise ValueError(f"{level!r} is no log level; choose one of DEBUG, INFO, WARNING, ERROR, CRITICAL")
    stream = sys.stderr if stream is None else stream
    handler = logging.StreamHandler(stream)
    handler.set_name(ROOT)
    handler.setFormatter(_formatter(json=json, colors=stream.isatty()))
    logger = logging.getLogger(ROOT)
    for previous in [known for known in logger.handlers if known.name == ROOT]:
        logger.removeHandler(previous)
    logger.addHandler(handler)
    logger.setLevel(levels[level.upper()])
    logger.propagate = False


def _formatter(*, json: bool, colors: bool) -> logging.Formatter:
    import structlog

    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=structlog.dev.plain_traceback)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            _restore_fields,
            structlog.contextvars.merge_contextvars,
            structlog.processors.format_exc_info,
            _redact,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


def _restore_fields(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:
    """Give a record of ours its fields back, which the standard library sees as one message."""
    from codomyrmex.logging_monitoring.event import Event

    message: Any = event_dict["_record"].msg
    if isinstance(message, Event):
        event_dict.update(message)
    return event_dict


def _redact(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:
    """Take the secrets out of bound context too, and of records that other code made below our name."""
    from codomyrmex.logging_monitoring.redaction import redact_fields

    own = {name: value for name, value in event_dict.items() if not name.startswith("_")}
    event_dict.update(redact_fields(own))
    return event_dict
