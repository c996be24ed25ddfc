"""The keys that tokens are checked with."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

from codomyrmex.cloud.common.errors import ConfigurationError, ServiceUnavailableError
from codomyrmex.model_context_protocol.server.tokens.keys import KeySet, keys_of, reader_of
from tests.servers.capture import Answer, CaptureServer
from tests.servers.token_issuer import EC, KEYS, RSA, key_set, public


class Source:
    """Keys that change, and cannot always be read."""

    def __init__(self, text: bytes) -> None:
        self.text: bytes | None = text
        self.readings = 0
        self.now = 0.0

    def read(self) -> bytes:
        self.readings += 1
        if self.text is None:
            raise ServiceUnavailableError("Nobody answers.")
        return self.text

    def clock(self) -> float:
        return self.now


@pytest.fixture
def source() -> Source:
    return Source(key_set(*KEYS))


def test_keys_are_read_again_as_they_age(source: Source) -> None:
    keys = KeySet(source.read, source.clock)
    for source.now in (1, 100, 299):
        assert keys.key("e") is not None
    assert source.readings == 1
    source.now, source.text = 301, key_set(KEYS[0])
    assert keys.key("e") is None
    assert keys.key("r") is not None
    assert source.readings == 2


def test_an_unknown_key_is_looked_for_but_not_at_each_request(source: Source) -> None:
    keys = KeySet(source.read, source.clock)
    source.text = key_set(*KEYS, public("ES256", EC, kid="new"))
    source.now = 5
    assert keys.key("new") is None
    source.now = 11
    assert keys.key("new") is not None
    for _ in range(100):
        assert keys.key("guessed") is None
    assert source.readings == 2


def test_while_keys_cannot_be_read_those_of_the_last_hour_count(source: Source) -> None:
    keys = KeySet(source.read, source.clock)
    source.text = None
    source.now = 3599
    assert keys.key("e") is not None
    source.now = 3601
    assert keys.key("e") is None
    source.now, source.text = 3620, key_set(*KEYS)
    assert keys.key("e") is not None


def test_who_has_a_key_does_not_wait_for_an_issuer_that_hangs(source: Source) -> None:
    asked, answered = threading.Event(), threading.Event()

    def read() -> bytes:
        if source.now:
            asked.set()
            assert answered.wait(10)
        return source.read()

    keys = KeySet(read, source.clock)
    source.now = 301
    waiting = threading.Thread(target=keys.key, args=("e",))
    waiting.start()
    assert asked.wait(10)
    assert keys.key("e") is not None
    assert waiting.is_alive()
    answered.set()
    waiting.join(10)
    assert source.readings == 2


def test_a_set_that_became_none_takes_no_key_away(source: Source) -> None:
    keys = KeySet(source.read, source.clock)
    source.now, source.text = 400, b"<html>"
    assert keys.key("e") is not None


def test_what_checks_no_signature_is_passed_over() -> None:
    secret = {"kty": "oct", "k": "c2VjcmV0", "alg": "HS256", "kid": "s"}
    others = [
        secret,
        public("RS256", RSA, kid="x", use="enc"),
        {"kty": "future", "kid": "f"},
        public("ES256", EC, kid="h", alg="HS256"),
        {**public("ES256", EC, kid="b"), "x": "!"},
    ]
    assert set(keys_of(key_set(*others, KEYS[0]))) == {"r"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "no JSON Web Key Set"),
        (b"[]", "no JSON Web Key Set"),
        (b'{"keys": 1}', "no JSON Web Key Set"),
        (b'{"keys": ["a"]}', "no JSON Web Key Set"),
        (b"\xff", "no JSON Web Key Set"),
        (key_set(), "no public key"),
        (key_set({"kty": "oct", "k": "c2VjcmV0"}), "no public key"),
        (key_set(KEYS[0], KEYS[0]), "same identifier"),
    ],
)
def test_what_is_no_set_of_keys(text: bytes, sentence: str) -> None:
    with pytest.raises(ConfigurationError, match=sentence):
        KeySet(lambda: text)


def test_keys_of_a_file_and_of_an_address(tmp_path: Path, capture_server: CaptureServer) -> None:
    file = tmp_path / "keys.json"
    with pytest.raises(ConfigurationError, match="cannot be read"):
        reader_of(str(file))()
    file.write_bytes(key_set(*KEYS))
    capture_server.answer = lambda _request: Answer(body=key_set(*KEYS))
    address = f"{capture_server.endpoint}/keys"
    for place in (str(file), address):
        assert json.loads(reader_of(place)()) == json.loads(key_set(*KEYS))
    assert [request.target for request in capture_server.requests] == ["/keys"]


def test_an_address_that_others_could_answer_for_is_refused() -> None:
    for place in ("http://issuer.example/keys", "ftp://127.0.0.1/keys", "file:///etc/keys"):
        with pytest.raises(ConfigurationError, match="https only"):
            reader_of(place)


def test_an_address_that_leads_elsewhere_is_not_followed(capture_server: CaptureServer) -> None:
    elsewhere = (("Location", f"{capture_server.endpoint}/others"),)
    capture_server.answer = lambda _request: Answer(302, elsewhere)
    with pytest.raises(Exception, match="302"):
        reader_of(f"{capture_server.endpoint}/keys")()
    assert len(capture_server.requests) == 1


def test_a_set_without_end_is_not_read_to_its_end(capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _request: Answer(body=b" " * (2 << 20))
    with pytest.raises(Exception, match="larger than the limit"):
        reader_of(f"{capture_server.endpoint}/keys")()
