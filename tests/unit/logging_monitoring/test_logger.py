"""The logger: silent and free by default, complete where somebody listens."""

from __future__ import annotations

import io
import logging
import subprocess
import sys

from codomyrmex.logging_monitoring import get_logger


def listen(logger: logging.Logger, level: int = logging.DEBUG) -> io.StringIO:
    """Attach a handler as any program would, without this library's set-up."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(funcName)s %(message)s"))
    handler.setLevel(level)
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    return stream


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


def test_nothing_is_printed_and_nothing_imported_by_default() -> None:
    done = run(
        "import sys\n"
        "from codomyrmex.logging_monitoring import get_logger\n"
        "log = get_logger('codomyrmex.x')\n"
        "log.debug('a'); log.error('b', n=1)\n"
        "assert not {'logging', 'structlog'} & set(sys.modules), 'imported'\n"
        "import logging\n"
        "log.error('c')\n"
        "assert 'structlog' not in sys.modules\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_handler_of_the_program_hears_records_as_text(fresh_logger: logging.Logger) -> None:
    stream = listen(fresh_logger)
    get_logger("codomyrmex.wire").warning("slow answer", bucket="b", seconds=3, secret_key="hush")
    assert stream.getvalue() == (
        "WARNING test_a_handler_of_the_program_hears_records_as_text "
        "slow answer bucket='b' seconds=3 secret_key='***'\n"
    )


def test_each_method_has_its_level(fresh_logger: logging.Logger) -> None:
    stream = listen(fresh_logger)
    log = get_logger("codomyrmex.levels")
    for method in (log.debug, log.info, log.warning, log.error):
        method("e")
    assert [line.split()[0] for line in stream.getvalue().splitlines()] == [
        "DEBUG",
        "INFO",
        "WARNING",
        "ERROR",
    ]


def test_a_record_below_the_level_of_logger_or_handler_is_not_made(fresh_logger: logging.Logger) -> None:
    class Unshowable:
        def __str__(self) -> str:
            raise AssertionError("a record was made")

    log = get_logger("codomyrmex.quiet")
    fresh_logger.propagate = False
    stream = listen(fresh_logger, logging.ERROR)
    log.warning("e", value=Unshowable())
    fresh_logger.setLevel(logging.CRITICAL)
    log.error("e", value=Unshowable())
    fresh_logger.handlers[:] = [logging.NullHandler()]
    fresh_logger.setLevel(logging.DEBUG)
    log.error("e", value=Unshowable())
    assert stream.getvalue() == ""


def test_an_exception_comes_with_its_traceback_and_without_its_secret(fresh_logger: logging.Logger) -> None:
    stream = listen(fresh_logger)
    try:
        raise ValueError("secret_key=hush")
    except ValueError:
        get_logger("codomyrmex.x").exception("failed")
    assert "Traceback (most recent call last)" in stream.getvalue()
    assert "ValueError: secret_key=***" in stream.getvalue()
    assert "hush" not in stream.getvalue()


def test_a_field_may_have_any_name(fresh_logger: logging.Logger) -> None:
    stream = listen(fresh_logger)
    get_logger("codomyrmex.x").info("e", name=1, level=2, args=3, message=4, event_name=5)
    assert "e name=1 level=2 args=3 message=4 event_name=5" in stream.getvalue()


def test_one_logger_per_name() -> None:
    assert get_logger("codomyrmex.a") is get_logger("codomyrmex.a")
    assert repr(get_logger("codomyrmex.a")) == "<Logger codomyrmex.a>"
