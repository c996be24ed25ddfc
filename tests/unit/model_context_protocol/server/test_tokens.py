"""Signed tokens: who is let in, and as what."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra mcp is not installed")

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from codomyrmex.model_context_protocol.server.tokens.keys import KeySet
from codomyrmex.model_context_protocol.server.tokens.signed import SignedTokens
from tests.servers.token_issuer import (
    AUDIENCE,
    EC,
    ED,
    ISSUER,
    KEYS,
    RSA,
    claims,
    key_set,
    public,
    signed,
    token,
)

pytestmark = pytest.mark.anyio

STRANGER = ec.generate_private_key(ec.SECP256R1())


def _in(seconds: int) -> int:
    return int(time.time()) + seconds


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _unsigned(algorithm: str) -> str:
    return f"{_part({'alg': algorithm, 'kid': 'e'})}.{_part(claims())}."


def _with_the_public_key_as_secret() -> str:
    secret = RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    said = f"{_part({'alg': 'HS256', 'kid': 'r'})}.{_part(claims())}"
    made = hmac.digest(secret, said.encode(), hashlib.sha256)
    return f"{said}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def _changed_after_it_was_signed() -> str:
    head, _said, signature = token(role="qatester").split(".")
    return f"{head}.{_part(claims())}.{signature}"


def _crossed() -> str:
    """One token's claims under the name of another key."""
    return signed(claims(), key=RSA, algorithm="RS256", headers={"kid": "e"})


REFUSED: dict[str, Callable[[], str]] = {
    "no token at all": lambda: "",
    "words": lambda: "let.me.in",
    "not of ASCII": lambda: token() + "\xfc",
    "too long": lambda: signed(claims(more="x" * 20_000)),
    "no algorithm": lambda: _unsigned("none"),
    "no algorithm, spelled otherwise": lambda: _unsigned("nOnE"),
    "a signature left out": lambda: token().rpartition(".")[0] + ".",
    "changed after it was signed": _changed_after_it_was_signed,
    "signed with the public key as a secret": _with_the_public_key_as_secret,
    "signed by a stranger": lambda: signed(claims(), key=STRANGER),
    "a stranger's key in the header": lambda: signed(
        claims(), key=STRANGER, headers={"kid": "e", "jwk": public("ES256", STRANGER)}
    ),
    "a stranger's key at an address in the header": lambda: signed(
        claims(), key=STRANGER, headers={"kid": "s", "jku": "http://127.0.0.1:9/jwks"}
    ),
    "the algorithm of another key": _crossed,
    "an unknown key": lambda: signed(claims(), headers={"kid": "unknown"}),
    "a key that is a path": lambda: signed(claims(), headers={"kid": "../../dev/null"}),
    "no key where there are several": lambda: signed(claims(), headers={}),
    "something critical that is not understood": lambda: signed(
        claims(), headers={"kid": "e", "crit": ["exp"], "exp": 1}
    ),
    "ended": lambda: token(exp=_in(-60)),
    "without an end": lambda: token(exp=None),
    "an end that is no time": lambda: token(exp="never"),
    "not begun": lambda: token(nbf=_in(600)),
    "made in the future": lambda: token(iat=_in(600)),
    "for another": lambda: token(aud="another"),
    "for others": lambda: token(aud=["another", "a third"]),
    "for nobody": lambda: token(aud=None),
    "for a part of the name": lambda: token(aud=AUDIENCE[:-1]),
    "by another issuer": lambda: token(iss=f"{ISSUER}.example"),
    "by nobody": lambda: token(iss=None),
    "of nobody": lambda: token(sub=None),
    "of a number": lambda: token(sub=7),
    "without a role": lambda: token(role=None),
    "an unknown role": lambda: token(role="admin"),
    "a role in capitals": lambda: token(role="Engineer"),
    "two roles": lambda: token(role=["engineer", "qatester"]),
    "a role as a mapping": lambda: token(role={"engineer": True}),
    "a text that holds a role": lambda: token(role="engineer qatester"),
}


@pytest.fixture
def verifier() -> SignedTokens:
    return SignedTokens(KeySet(lambda: key_set(*KEYS)), issuer=ISSUER, audience=AUDIENCE)


@pytest.mark.parametrize("what", REFUSED)
async def test_who_is_refused(verifier: SignedTokens, what: str, caplog: pytest.LogCaptureFixture) -> None:
    made = REFUSED[what]()
    assert await verifier.verify_token(made) is None
    assert len(caplog.records) == 1
    for part in made.split("."):
        assert len(part) < 9 or part not in caplog.text


@pytest.mark.parametrize(
    ("key", "algorithm", "identifier"), [(RSA, "RS256", "r"), (EC, "ES256", "e"), (ED, "EdDSA", "d")]
)
async def test_who_is_let_in(verifier: SignedTokens, key: Any, algorithm: str, identifier: str) -> None:
    said = claims(azp="a-client", role=["reader", "architect"])
    access = await verifier.verify_token(
        signed(said, key=key, algorithm=algorithm, headers={"kid": identifier})
    )
    assert access is not None
    assert (access.subject, access.client_id, access.expires_at) == ("ada", "architect a-client", said["exp"])
    assert access.claims == {"iss": ISSUER, "role": "architect"}
    assert access.token == ""


async def test_another_claim_may_name_the_role() -> None:
    keys = KeySet(lambda: key_set(*KEYS))
    verifier = SignedTokens(keys, issuer=ISSUER, audience=AUDIENCE, role_claim="https://example/role")
    assert await verifier.verify_token(token()) is None
    access = await verifier.verify_token(token(**{"https://example/role": "qatester"}))
    assert access is not None
    assert access.claims is not None
    assert access.claims["role"] == "qatester"


async def test_a_token_of_several_audiences_and_the_only_key_needs_no_name() -> None:
    keys = KeySet(lambda: key_set(public("ES256", EC)))
    verifier = SignedTokens(keys, issuer=ISSUER, audience=AUDIENCE)
    assert await verifier.verify_token(signed(claims(aud=["another", AUDIENCE]), headers={})) is not None
