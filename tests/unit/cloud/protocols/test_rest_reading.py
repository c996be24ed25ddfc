"""What is read of an answer, and what is not said of one that makes no sense."""

from __future__ import annotations

from typing import Any

import pytest

from codomyrmex.cloud.protocols.rest import Model, reader, validator
from codomyrmex.cloud.wire import Response

SECRET = "of-nobody-else"


class Account(Model):
    """A value of some service."""

    id: int


class Accounts(Model):
    """A value with values in it."""

    items: list[Account]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Account, '{"id": 1}', {"id": 1}),
        (Accounts, '{"items": [{"id": 1}]}', {"items": [{"id": 1}]}),
        (list[Account], '[{"id": 1}]', [{"id": 1}]),
        (list[int], "[1, 2]", [1, 2]),
    ],
)
def test_a_value_is_read_from_text_and_from_json(kind: Any, text: str, value: Any) -> None:
    assert reader(kind)(Response(200, [], text.encode())) == validator(kind)(value)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Account, f'{{"id": "{SECRET}"}}', {"id": SECRET}),
        (Accounts, f'{{"items": [{{"id": "{SECRET}"}}]}}', {"items": [{"id": SECRET}]}),
        (list[Account], f'[{{"id": "{SECRET}"}}]', [{"id": SECRET}]),
        (list[int], f'["{SECRET}"]', [SECRET]),
    ],
)
def test_what_makes_no_sense_is_not_repeated(kind: Any, text: str, value: Any) -> None:
    with pytest.raises(ValueError, match="valid integer") as unread:
        reader(kind)(Response(200, [], text.encode()))
    with pytest.raises(ValueError, match="valid integer") as invalid:
        validator(kind)(value)
    assert SECRET not in f"{unread.value!r} {invalid.value!r}"
