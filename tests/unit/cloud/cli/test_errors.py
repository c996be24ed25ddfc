"""Every failure is one line with the way out, and an exit code."""

from __future__ import annotations

import json
import subprocess

import pytest

from codomyrmex.cloud import common
from codomyrmex.cloud.cli.exits import ExitCode, exit_code_of, exit_code_of_all
from tests.unit.cloud.cli.conftest import PROGRAM, Cmx


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (
            ["ls", "local://nope"],
            3,
            "The bucket nope is not there. See which there are with: cmx ls local://",
        ),
        (["cat", "local://b/x/y"], 3, "b/x/y is not there. See what is there with: cmx ls local://b/x/"),
        (["lss"], 2, "No such command 'lss'. See: cmx --help"),
        (["ls", "--nope"], 2, "No such option '--nope'. See: cmx ls --help"),
        (["cat"], 2, "Missing argument 'URL...'. See: cmx cat --help"),
        (["cat", "local://b"], 2, "local://b names a bucket; an object is local://b/key"),
        (["cat", "local://"], 2, "local:// names no bucket; write local://bucket"),
        (["mb", "local://b/k"], 2, "local://b/k names an object; a bucket is local://b"),
        (
            ["ls", "b"],
            2,
            "b is a path on this machine. An address in storage begins with a profile, such as local://b",
        ),
        (["presign", "local://b/x", "--expires", "soon"], 2, None),
        (["presign", "local://b/x"], 1, None),
        (["ls", "nosuch://b"], 7, None),
        (["ls", "minio://b"], 7, None),
    ],
)
def test_errors(cmx: Cmx, arguments: list[str], code: int, line: str | None) -> None:
    outcome = cmx(*arguments)
    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.err.startswith("cmx: ")
    assert outcome.err.count("\n") == 1
    assert line is None or outcome.err == f"cmx: {line}\n"


@pytest.mark.usefixtures("store")
def test_json_errors_are_objects(cmx: Cmx) -> None:
    outcome = cmx("cat", "local://b/x", "--json")
    error = json.loads(outcome.err)["error"]
    assert outcome.out == ""
    assert error == {
        "type": "NotFoundError",
        "message": "b/x is not there. See what is there with: cmx ls local://b/",
        "exit_code": 3,
        "provider": "local",
        "operation": "get_object",
        "resource": "b/x",
        "retryable": False,
        "request_id": None,
    }


@pytest.mark.usefixtures("root")
def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODOMYRMEX_DEBUG", "1")
    done = subprocess.run([*PROGRAM, "ls", "local://nope"], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("Traceback (most recent call last):")
    assert done.stderr.splitlines()[-1].startswith("cmx: The bucket nope is not there.")


@pytest.mark.usefixtures("root")
def test_a_fault_of_our_own_is_one_redacted_line() -> None:
    program = (
        "import sys\n"
        "from codomyrmex.cloud.cli.edge import guard\n"
        "from codomyrmex.cloud.cli.session import Session\n"
        "def work(): raise KeyError('secret_key=hunter2')\n"
        "sys.exit(guard(Session(), work))\n"
    )
    done = subprocess.run([PROGRAM[0], "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 70
    assert done.stderr.startswith("cmx: KeyError: ")
    assert done.stderr.count("\n") == 1
    assert "hunter2" not in done.stderr


def test_every_error_has_an_exit_code() -> None:
    errors = [getattr(common, name)("…") for name in common.__all__ if name.endswith("Error")]
    codes = {type(error).__name__: exit_code_of(error).name for error in errors}
    assert codes == {
        "CloudError": "FAILED",
        "NotFoundError": "NOT_FOUND",
        "BucketNotFoundError": "NOT_FOUND",
        "PermissionDeniedError": "DENIED",
        "AuthenticationError": "DENIED",
        "InvalidRequestError": "USAGE",
        "ConfigurationError": "CONFIGURATION",
        "IntegrityError": "FAILED",
        "AlreadyExistsError": "CONFLICT",
        "PreconditionFailedError": "CONFLICT",
        "ConflictError": "CONFLICT",
        "NotSupportedError": "FAILED",
        "MissingDependencyError": "CONFIGURATION",
        "QuotaExceededError": "FAILED",
        "RateLimitedError": "UNAVAILABLE",
        "ServiceUnavailableError": "UNAVAILABLE",
        "OperationTimeoutError": "UNAVAILABLE",
        "LocalFileError": "FAILED",
    }


def test_errors_of_many_share_their_code() -> None:
    missing, denied = common.NotFoundError("a"), common.PermissionDeniedError("b")
    assert exit_code_of_all([]) is ExitCode.OK
    assert exit_code_of_all([missing, missing]) is ExitCode.NOT_FOUND
    assert exit_code_of_all([missing, denied]) is ExitCode.FAILED


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (FileNotFoundError(), ExitCode.NOT_FOUND),
        (PermissionError(), ExitCode.DENIED),
        (OSError(), ExitCode.FAILED),
    ],
)
def test_a_local_file_says_more_through_its_cause(cause: OSError, code: ExitCode) -> None:
    error = common.LocalFileError("…")
    error.__cause__ = cause
    assert exit_code_of(error) is code
