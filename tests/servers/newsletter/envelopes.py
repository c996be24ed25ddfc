"""The envelopes that every answer comes in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.servers.gcs_emulator.messages import Answer, json_answer
from tests.servers.newsletter.rules import Problem


def success(data: Any, status: int = 200, **page: int) -> Answer:
    """What was asked for, with the numbers of its page where it is one."""
    return json_answer({"result": "success", "data": data, **page}, status)


def asynchronous(operation_id: str, status: int = 202) -> Answer:
    """Work that an operation does later."""
    return json_answer({"result": "asynchronous", "data": operation_id}, status)


class RefusedError(Exception):
    """A request that is not carried out.

    Args:
        status: the status code of the answer.
        code: the API's word for it.
        description: a sentence.
        problems: what is wrong with which field.
    """

    def __init__(self, status: int, code: str, description: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(description)
        self.status = status
        self.code = code
        self.description = description
        self.problems = problems

    def answer(self) -> Answer:
        """The answer that says so."""
        error: dict[str, Any] = {"code": self.code, "description": self.description}
        if self.problems:
            error["errors"] = [problem.shown() for problem in self.problems]
        return json_answer({"result": "error", "error": error}, self.status)


def invalid(problems: Sequence[Problem]) -> RefusedError:
    """The refusal of a request whose fields are wrong."""
    return RefusedError(422, "validation_failed", "Validation failed", problems)


def bad_request(description: str) -> RefusedError:
    """The refusal of what the state does not allow."""
    return RefusedError(400, "bad_request", description)


def not_found() -> RefusedError:
    """The refusal of what is not there."""
    return RefusedError(404, "object_not_found", "Object not found")
