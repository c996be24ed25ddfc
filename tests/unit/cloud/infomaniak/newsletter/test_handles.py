"""What is known of an operation from the answer that begins it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from codomyrmex.cloud import InfomaniakNewsletterClient
from codomyrmex.cloud.common.errors import NotSupportedError
from codomyrmex.cloud.infomaniak.newsletter import Operation
from codomyrmex.cloud.wire import Response

CLIENT = InfomaniakNewsletterClient("token-of-nobody", 12)


def begun(status: int, **envelope: Any) -> Operation:
    """The operation that an answer begins."""
    return Operation(Response(status, [], json.dumps(envelope).encode()), CLIENT)


@pytest.mark.parametrize(
    ("data", "operation_id"),
    [
        ("3f2c", "3f2c"),
        (42, "42"),
        ({"uuid": "3f2c"}, "3f2c"),
        ({"cancel_id": "3f2c", "valid_until": 1735776000}, "3f2c"),
        (None, None),
        (True, None),
        ("", None),
        ([], None),
        ({}, None),
    ],
)
def test_an_operation_is_named_in_one_of_several_forms(data: Any, operation_id: str | None) -> None:
    operation = begun(202, result="asynchronous", data=data)
    assert operation.id == operation_id
    assert operation.data == data
    assert operation.is_pending


def test_what_was_done_at_once_is_not_waited_for() -> None:
    operation = begun(200, result="success", data=True)
    assert not operation.is_pending
    assert operation.wait(0).is_done


@pytest.mark.parametrize("act", [Operation.wait, Operation.status, Operation.cancel])
def test_an_operation_without_a_name_is_neither_seen_nor_ended(act: Any) -> None:
    with pytest.raises(NotSupportedError, match="no id"):
        act(begun(202, result="asynchronous"))
