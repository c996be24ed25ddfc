"""Changes that are accepted at once and made later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.servers.coda.messages import RefusedError
from tests.servers.coda.state import Change, Doc, State, User


class Changes:
    """Accepts changes, and makes them after so many questions how far they are.

    Attributes:
        questions: how many; with 0 a change is made as soon as it is accepted.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self.questions = 2

    def accept(self, doc: Doc, user: User, make: Callable[[], str | None]) -> str:
        """Accept a change of a doc; returns the id of the request.

        Args:
            doc: what is changed.
            user: who changes it.
            make: makes the change; returns a warning, if there is one.
        """
        change = Change(self._state.ids.new("mutate:"), doc, user, make)
        self._state.changes[change.id] = change
        doc.pending.append(change)
        if self.questions == 0:
            self.settle(doc)
        return change.id

    def status(self, request_id: str, user: User) -> dict[str, Any]:
        """How far a change is.

        Raises:
            RefusedError: there is none, or it is another user's.
        """
        change = self._state.changes.get(request_id)
        if change is None or change.user is not user:
            raise RefusedError(404)
        change.asked += 1
        if not change.made and change.asked >= self.questions:
            self.settle(change.doc, up_to=change)
        return {"completed": change.made, **({"warning": change.warning} if change.warning else {})}

    def settle(self, doc: Doc, up_to: Change | None = None) -> None:
        """Make the changes of a doc that were accepted, in their order."""
        while doc.pending:
            change = doc.pending.pop(0)
            change.warning = change.make()
            change.made = True
            doc.updated = self._state.clock.now()
            if change is up_to:
                return
