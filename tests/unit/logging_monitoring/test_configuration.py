"""configure_logging: text for people, JSON for machines, on one stream."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog

from codomyrmex.logging_monitoring import configure_logging, get_logger

log = get_logger("codomyrmex.x")


def test_lines_for_people() -> None:
    stream = io.StringIO()
    configure_logging(stream=stream)
    log.info("started", bucket="b", token="hush")
    log.debug("not shown")
    assert "started" in stream.getvalue()
    assert "bucket=b" in stream.getvalue()
    assert "hush" not in stream.getvalue()
    assert "not shown" not in stream.getvalue()


def test_one_json_object_per_line_with_all_fields() -> None:
    stream = io.StringIO()
    configure_logging("debug", json=True, stream=stream)
    log.debug("one", size=3, where={"b": "日本"})
    try:
        raise ValueError("password=hush")
    except ValueError:
        log.exception("two")
    one, two = (json.loads(line) for line in stream.getvalue().splitlines())
    assert one.pop("timestamp").endswith("Z")
    assert one == {
        "event": "one",
        "size": 3,
        "where": {"b": "日本"},
        "level": "debug",
        "logger": "codomyrmex.x",
    }
    assert two["level"] == "error"
    assert two["exception"].endswith("ValueError: password=***")


def test_bound_context_and_records_of_other_code_are_redacted_too() -> None:
    stream = io.StringIO()
    configure_logging(json=True, stream=stream)
    with structlog.contextvars.bound_contextvars(job=7, session_token="hush"):
        logging.getLogger("codomyrmex.other").warning("GET %s", "https://h/?sig=hush")
    record = json.loads(stream.getvalue())
    assert (record["job"], record["session_token"], record["event"]) == (7, "***", "GET https://h/?sig=***")


def test_tracebacks_of_other_code_are_redacted() -> None:
    stream = io.StringIO()
    configure_logging(json=True, stream=stream)
    try:
        raise ValueError("password=hush")
    except ValueError:
        logging.getLogger("codomyrmex.other").exception("failed")
    record = json.loads(stream.getvalue())
    assert record["exception"].endswith("ValueError: password=***")


def test_a_second_call_replaces_the_first() -> None:
    first, second = io.StringIO(), io.StringIO()
    configure_logging(stream=first)
    configure_logging(stream=second)
    log.info("once")
    assert first.getvalue() == ""
    assert second.getvalue().count("once") == 1


def test_no_line_reaches_the_root_logger(caplog: pytest.LogCaptureFixture) -> None:
    configure_logging(stream=io.StringIO())
    log.info("here")
    assert caplog.records == []


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(ValueError, match="'LOUD' is no log level"):
        configure_logging("LOUD")
