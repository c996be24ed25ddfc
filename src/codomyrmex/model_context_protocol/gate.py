"""The one gate that every call of a tool goes through, whatever brought it here.

    role → policy → arguments → path → confirmation → call → audit

Nothing is done before all of it has said yes, and every call is written down, however it ends.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from codomyrmex.model_context_protocol.answers import Answered, failure, refusal, success
from codomyrmex.model_context_protocol.arguments import (
    Injected,
    Means,
    Parameters,
    parameters_of,
    subjects_of,
)
from codomyrmex.model_context_protocol.declaration import Tool
from codomyrmex.model_context_protocol.denial import Denial, DeniedError
from codomyrmex.model_context_protocol.roles import allowed
from codomyrmex.model_context_protocol.session import Answer, Reply, Session
from codomyrmex.model_context_protocol.work import Progress, run


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A call that may be made, unless somebody says no.

    Attributes:
        tool: what is called.
        parameters: its parameters.
        said: the arguments as the client said them, checked.
        given: the same with opened files in place of paths.
    """

    tool: Tool
    parameters: Parameters
    said: Mapping[str, Any]
    given: Mapping[str, Any]

    def question(self) -> str | None:
        """What has to be answered with yes first."""
        return None if self.tool.asks is None else self.tool.asks(self.given)


class Gate:
    """Lets calls through to tools, or not.

    Args:
        tools: all there are, by their names.

    Attributes:
        tools: the same.
    """

    def __init__(self, tools: Mapping[str, Tool]) -> None:
        self.tools = dict(tools)
        self._underscored = {tool.underscored: tool for tool in self.tools.values()}

    def listed(self, session: Session) -> list[Tool]:
        """The tools that a session may know of, by their names."""
        return [tool for name, tool in sorted(self.tools.items()) if allowed(session.role, name)]

    def question(self, session: Session, name: str, arguments: Mapping[str, Any]) -> str | None:
        """What somebody has to answer with yes before a call; ``None`` where nothing is asked.

        Nothing is done, counted or written down: that is for `call`, which looks at everything again.

        Raises:
            DeniedError: the call would not be let through, whatever the answer.
        """
        tool = self._permitted(session, name)
        if tool.name in session.yes:
            return None
        with self._prepared(session, tool, arguments) as prepared:
            return prepared.question()

    def call(
        self,
        session: Session,
        name: str,
        arguments: Mapping[str, Any],
        *,
        reply: Reply | None = None,
        cancelled: threading.Event | None = None,
        told: Callable[[int], object] | None = None,
    ) -> Answered:
        """Call a tool, if it may be called.

        Args:
            session: who calls.
            name: the tool's name, with dots or underscores.
            arguments: as the client gave them.
            reply: what came of the question that `question` gave; the session is asked if not given.
            cancelled: set by another thread to end the call.
            told: is told, on the tool's thread, how many bytes were carried so far.

        Returns:
            The answer; it never raises what a tool raises.
        """
        began = monotonic()
        tool: Tool | None = None
        denied: DeniedError | None = None
        progress = Progress(session, cancelled or threading.Event(), told)
        try:
            if session.closed:
                raise DeniedError(Denial.AUDIT, "Calls cannot be written down, so none is let through.")
            session.usage.begin(session.limits)
            tool = self._permitted(session, name)
            confirmed = self._confirm(session, tool, arguments, reply)
            # Anew: while somebody was being asked, the file may have become another one.
            with self._prepared(session, tool, arguments) as prepared:
                answered = self._made(session, prepared, confirmed, progress)
        except DeniedError as error:
            denied, answered = error, refusal(error)
        except Exception as error:  # noqa: BLE001 - the edge: whatever a tool raises ends here
            answered = failure(error, tool)
        try:
            session.audit.record(
                session=session.name,
                role=session.role.value,
                tool=tool.name if tool is not None else name[:200],
                arguments=dict(arguments),
                outcome="denied" if denied is not None else str(answered["status"]),
                denial=denied.denial.value if denied is not None else None,
                type=answered.get("type"),
                message=answered.get("message") if answered["status"] == "error" else None,
                seconds=round(monotonic() - began, 6),
                bytes=progress.carried,
            )
        except OSError:
            session.closed = True
            return refusal(DeniedError(Denial.AUDIT, "The call was made, and could not be written down."))
        return answered

    def _permitted(self, session: Session, name: str) -> Tool:
        tool = self.tools.get(name) or self._underscored.get(name)
        if tool is not None and allowed(session.role, tool.name):
            return tool
        # The same words for both: what a role may not use, it need not know of.
        denial = Denial.UNKNOWN if tool is None else Denial.ROLE
        raise DeniedError(denial, f"There is no tool {name[:200]!r} for the role {session.role}.")

    @contextmanager
    def _prepared(self, session: Session, tool: Tool, arguments: Mapping[str, Any]) -> Iterator[_Prepared]:
        parameters = parameters_of(tool)
        if len(json.dumps(arguments, default=str)) > session.limits.argument_bytes:
            raise DeniedError(Denial.LIMIT, "The arguments are longer than a call may have.")
        said = parameters.read(arguments)
        means = parameters.means
        for subjects in subjects_of(tool, parameters, said):
            session.policy.check(subjects)
        with ExitStack() as opened:
            given = dict(said)
            for name, meaning in means.items():
                if said[name] is None:
                    continue
                if meaning is Means.READ_PATH:
                    file = opened.enter_context(session.folders.open_to_read(said[name]))
                    session.policy.check({}, size=file.size)
                    given[name] = file
                elif meaning is Means.WRITE_PATH:
                    given[name] = opened.enter_context(session.folders.open_to_write(said[name]))
            yield _Prepared(tool, parameters, said, given)

    def _confirm(
        self, session: Session, tool: Tool, arguments: Mapping[str, Any], reply: Reply | None
    ) -> bool:
        """Whether somebody has said yes to what the tool asks; ``False`` where it asks nothing."""
        if tool.name in session.yes:
            return True
        question = self.question(session, tool.name, arguments)
        if question is None:
            return False
        reply = reply or Reply(question, session.ask(question))
        if reply.answer is Answer.CANNOT_ASK:
            raise DeniedError(
                Denial.CONFIRMATION,
                f"This has to be confirmed, and this client cannot ask: {question}",
                hint=f"Whoever starts the server can say --yes {tool.name}.",
            )
        if reply.answer is not Answer.YES:
            raise DeniedError(Denial.CONFIRMATION, f"It was not confirmed: {question}")
        if reply.question != question:
            # While somebody was thinking, what the call would do became something else.
            raise DeniedError(Denial.CONFIRMATION, f"Another question was confirmed than: {question}")
        return True

    def _made(self, session: Session, prepared: _Prepared, confirmed: bool, progress: Progress) -> Answered:
        given = dict(prepared.given)
        for name, what in prepared.parameters.injected.items():
            given[name] = {
                Injected.CONFIRMED: confirmed,
                Injected.BYTES: session.limits.bytes_per_call,
                Injected.OBJECT_BYTES: session.policy.object_bytes,
                Injected.PROGRESS: progress,
            }[what]
        result = run(lambda: prepared.tool.function(**given), session.limits.seconds_per_call, progress)
        returns = prepared.parameters.returns
        fields = result if returns is None else returns.dump_python(result, mode="json")
        # What has nothing to say has done its work all the same.
        answered = success(fields or {})
        if len(json.dumps(answered)) > session.limits.result_bytes:
            raise DeniedError(Denial.LIMIT, "The answer is longer than a call may have; ask for less.")
        return answered
