"""An issuer of tokens: its keys, and what it signs with them."""

from __future__ import annotations

import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import get_default_algorithms

ISSUER = "https://issuer.example"
AUDIENCE = "codomyrmex-of-these-tests"

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
ED = ed25519.Ed25519PrivateKey.generate()


def public(algorithm: str, key: Any, **fields: Any) -> dict[str, Any]:
    """The public half of a key as a set has it."""
    made: dict[str, Any] = get_default_algorithms()[algorithm].to_jwk(key.public_key(), as_dict=True)
    return made | {"alg": algorithm, "use": "sig"} | fields


def key_set(*keys: dict[str, Any]) -> bytes:
    """A set of keys as it is read."""
    return json.dumps({"keys": keys}).encode()


KEYS = (public("RS256", RSA, kid="r"), public("ES256", EC, kid="e"), public("EdDSA", ED, kid="d"))


def claims(**changed: Any) -> dict[str, Any]:
    """What an engineer's token of the next minute says, but for changes; ``None`` leaves a claim out."""
    now = int(time.time())
    usual = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "exp": now + 60, "iat": now, "role": "engineer"}
    return {name: value for name, value in (usual | changed).items() if value is not None}


def signed(
    said: dict[str, Any], *, key: Any = EC, algorithm: str = "ES256", headers: dict[str, Any] | None = None
) -> str:
    """A token of these claims."""
    return jwt.encode(said, key, algorithm=algorithm, headers={"kid": "e"} if headers is None else headers)


def token(**changed: Any) -> str:
    """A good token, but for the claims that are changed."""
    return signed(claims(**changed))
