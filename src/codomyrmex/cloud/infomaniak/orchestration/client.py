"""Heat's client."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError, QuotaExceededError
from codomyrmex.cloud.common.orchestration import (
    OrchestrationClient,
    Stack,
    StackEvent,
    StackPreview,
    StackRequest,
    StackResource,
    TemplateCheck,
)
from codomyrmex.cloud.infomaniak.orchestration import answers
from codomyrmex.cloud.infomaniak.orchestration.documents import documents_of
from codomyrmex.cloud.infomaniak.service import OpenStackClient
from codomyrmex.cloud.infomaniak.tags import words_of

if TYPE_CHECKING:
    from codomyrmex.cloud.common.errors import CloudError
    from codomyrmex.cloud.common.orchestration.client import StackAction

_PAGE = "200"
_LIMIT = "Request limit exceeded"
_UNSOUND = "PATCH update to non-COMPLETE stack"
_BEGIN_SECONDS = 10.0
"""How long Heat may take between its answer to an action and the action's beginning."""


class InfomaniakHeatClient(OpenStackClient, OrchestrationClient):
    """Stacks of Infomaniak's public cloud, or of any other OpenStack with Heat.

    Heat acts in the user's name later, through a trust of Keystone's, which an application credential cannot
    give: calls that make or change something need a user with a password.

    https://docs.openstack.org/api-ref/orchestration/v1/
    """

    needs_user: ClassVar[bool] = True

    def _validate_template(self, request: StackRequest) -> TemplateCheck:
        return answers.check_of(self._ask("POST", "validate", json=_body(request)))

    def _preview_stack(self, name: str, request: StackRequest) -> StackPreview:
        self._require_user("Previewing a stack")
        body = {"stack_name": name, **_body(request)}
        return answers.creation_of(self._ask("POST", "stacks", "preview", json=body)["stack"])

    def _create_stack(self, name: str, request: StackRequest) -> Stack:
        self._require_user("Making a stack")
        body = {"stack_name": name, **_body(request)}
        made = self._ask("POST", "stacks", json=body)["stack"]
        return self._get_stack(made["id"])

    def _preview_update(self, stack_id: str, request: StackRequest) -> StackPreview:
        self._require_user("Previewing an update of a stack")
        name = self._get_stack(stack_id).name
        # Heat redirects from the id alone everywhere but here.
        found = self._change(stack_id, request, "stacks", name, stack_id, "preview")
        return answers.update_of(name, found["resource_changes"])

    def _update_stack(self, stack_id: str, request: StackRequest) -> None:
        self._require_user("Changing a stack")
        self._change(stack_id, request, "stacks", stack_id)

    def _change(self, stack_id: str, request: StackRequest, *path: str) -> Any:
        """Ask for an update that leaves what is not given as it is, which Heat has for sound stacks alone."""
        body = _body(request)
        try:
            return self._ask("PATCH", *path, json=body)
        except InvalidRequestError as refusal:
            if _UNSOUND not in refusal.message:
                raise
        stack = self._get_stack(stack_id)
        if stack.state.is_busy:
            raise ConflictError(f"The stack is {stack.state}: an action is in progress.")
        if request.source.template is None:
            raise ConflictError(
                f"The stack is {stack.state}, and Heat mends it only with the whole template; give it."
            )
        return self._ask("PUT", *path, json=body)

    def _act(self, stack_id: str, action: StackAction) -> None:
        self._require_user(f"An action on a stack ({action})")
        before = self._newest_event(stack_id)
        self._ask("POST", "stacks", stack_id, "actions", json={action: None})
        # Heat answers before it begins: who waits for the end must not see that of the action before.
        deadline, waker = monotonic() + _BEGIN_SECONDS, Event()
        while self._newest_event(stack_id) == before and monotonic() < deadline:
            waker.wait(min(0.1, self.poll_seconds))

    def _newest_event(self, stack_id: str) -> str | None:
        query = {"limit": "1", "sort_dir": "desc"}
        found = self._ask("GET", "stacks", stack_id, "events", params=query)["events"]
        return str(found[0]["id"]) if found else None

    def _delete_stack(self, stack_id: str) -> None:
        self._require_user("Deleting a stack")
        self._ask("DELETE", "stacks", stack_id)

    def _list_stacks(self) -> Iterator[Stack]:
        pages = self._pages(self.native.orchestration, "/stacks", "stacks", {"limit": _PAGE})
        return map(answers.stack_of, pages)

    def _get_stack(self, stack_id: str) -> Stack:
        return answers.stack_of(self._ask("GET", "stacks", stack_id)["stack"])

    def _find_stack(self, name_or_id: str) -> Stack:
        # Names are unique in a project, and Heat takes one in the place of an id.
        return self._get_stack(name_or_id)

    def _list_resources(self, stack_id: str, depth: int) -> Iterator[StackResource]:
        found = self._ask("GET", "stacks", stack_id, "resources", params=_nested(depth))
        return map(answers.resource_of, found["resources"])

    def _list_events(self, stack_id: str, after: str | None, depth: int) -> Iterator[StackEvent]:
        found = self._page_of_events(stack_id, after, depth)
        if depth and not found:
            # Of a stack that is deleted Heat has its own events alone, and none when asked for nested ones.
            depth = 0
            found = self._page_of_events(stack_id, after, depth)
        while found:
            for one in found:
                yield answers.event_of(one, stack_id)
            if len(found) < int(_PAGE):
                return
            found = self._page_of_events(stack_id, found[-1]["id"], depth)

    def _page_of_events(self, stack_id: str, after: str | None, depth: int) -> list[Any]:
        query = {"limit": _PAGE, "sort_dir": "asc", **_nested(depth)}
        asked = query if after is None else query | {"marker": after}
        return list(self._ask("GET", "stacks", stack_id, "events", params=asked)["events"])

    def _get_template(self, stack_id: str) -> str:
        import yaml

        template = self._ask("GET", "stacks", stack_id, "template")
        return str(yaml.safe_dump(template, sort_keys=False, allow_unicode=True))

    def _ask(self, method: str, *path: str, **options: Any) -> Any:
        # Not logged: parameters, environments and outputs are often secrets.
        return self._request(self.native.orchestration, method, *path, secret=True, **options)

    def _error_of(self, error: Exception) -> CloudError | None:
        found = super()._error_of(error)
        if found is None or found is error or found.status != 400 or _LIMIT not in found.message:
            return found
        return QuotaExceededError(found.message, status=400, request_id=found.request_id)


def _nested(depth: int) -> dict[str, str]:
    return {"nested_depth": str(depth)} if depth else {}


def _body(request: StackRequest) -> Mapping[str, Any]:
    documents = documents_of(request.source)
    body: dict[str, Any] = {"parameters": dict(request.source.parameters), "files": documents.files}
    if documents.template is not None:
        body["template"] = documents.template
    if documents.environment:
        body["environment"] = documents.environment
    if request.tags is not None:
        body["tags"] = ",".join(words_of(request.tags))
    if request.timeout is not None:
        body["timeout_mins"] = max(1, math.ceil(request.timeout / 60))
    if request.rollback is not None:
        body["disable_rollback"] = not request.rollback
    if request.reset_parameters:
        body["clear_parameters"] = list(request.reset_parameters)
    return body
