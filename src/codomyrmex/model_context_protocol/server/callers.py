"""Who sends a request, as the session that its call is of."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import replace
from typing import Protocol

from mcp.server.auth.middleware.auth_context import get_access_token

from codomyrmex.model_context_protocol.limits import Usage
from codomyrmex.model_context_protocol.roles import Role
from codomyrmex.model_context_protocol.session import Session

_MOST_SESSIONS = 10_000


class Caller(Protocol):
    """Gives the session of the request that is being answered.

    Attributes:
        roles: what callers can be.
    """

    roles: Collection[Role]

    def __call__(self) -> Session:
        """The session."""
        ...


class OneCaller:
    """The same session for all requests.

    Args:
        session: whoever calls.
    """

    def __init__(self, session: Session) -> None:
        self.roles: Collection[Role] = (session.role,)
        self._session = session

    def __call__(self) -> Session:
        """The session."""
        return self._session


class TokenCallers:
    """A session for each bearer of tokens, by issuer, subject, client and role.

    Its role is the token's, its limits are its own.

    Args:
        common: what all of them share: audit, policy, folders.
    """

    def __init__(self, common: Session) -> None:
        self.roles: Collection[Role] = tuple(Role)
        self._common = common
        self._lock = threading.Lock()
        self._sessions: OrderedDict[tuple[str, str, str], Session] = OrderedDict()

    def __call__(self) -> Session:
        """The session of whoever sent the request that is being answered.

        Raises:
            PermissionError: nobody is known to have sent it.
        """
        token = get_access_token()
        if token is None or not token.claims or token.subject is None:
            raise PermissionError("Nobody is known to have sent this request.")
        who = (str(token.claims["iss"]), token.subject, token.client_id)
        with self._lock:
            session = self._sessions.get(who)
            if session is None:
                role = Role(token.claims["role"])
                session = replace(self._common, role=role, name=token.subject, usage=Usage())
                self._sessions[who] = session
            self._sessions.move_to_end(who)
            if len(self._sessions) > _MOST_SESSIONS:
                self._sessions.popitem(last=False)
            return session
