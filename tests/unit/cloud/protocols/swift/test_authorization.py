"""Tokens: asked for once, renewed when they are refused, never shown."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

from codomyrmex.cloud.common.errors import AuthenticationError
from tests.servers.capture import CaptureServer
from tests.unit.cloud.protocols.swift.account import KEY, Account


def test_one_token_is_for_many_requests(capture_server: CaptureServer) -> None:
    account = Account(capture_server)
    client = account.client()
    for _ in range(3):
        client.put_object("bucket", "key", b"data")
    assert account.logins == 1


def test_a_refused_token_is_renewed_and_the_request_repeated(capture_server: CaptureServer) -> None:
    account = Account(capture_server)
    client = account.client()
    client.put_object("bucket", "key", b"data")
    account.expire()
    assert client.put_object("bucket", "key", b"data").size == 4
    assert account.logins == 2


def test_many_requests_renew_a_token_once(capture_server: CaptureServer) -> None:
    account = Account(capture_server)
    client = account.client()
    client.put_object("bucket", "key", b"data")
    account.expire()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: client.put_object("bucket", f"{number}", b"data"), range(16)))
    assert account.logins == 2


def test_wrong_credentials_are_not_tried_again(capture_server: CaptureServer) -> None:
    client = Account(capture_server).client(key="wrong")
    with pytest.raises(AuthenticationError) as caught:
        client.list_buckets()
    assert len(capture_server.requests) == 1
    assert "wrong" not in repr(client)
    assert not caught.value.retryable


def test_nothing_shows_or_pickles_the_key(capture_server: CaptureServer) -> None:
    authorization = Account(capture_server).client().service.authorization
    access = authorization.access()
    assert access.token is not None
    assert KEY not in repr(authorization)
    assert access.token not in repr(access)
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(authorization)
