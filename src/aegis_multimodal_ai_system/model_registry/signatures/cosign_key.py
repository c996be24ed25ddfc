"""The encrypted private key that ``cosign generate-key-pair`` writes.

Within PEM there is JSON with a key derivation by scrypt and PKCS#8 in a NaCl secret box, as
https://pkg.go.dev/github.com/secure-systems-lab/go-securesystemslib/encrypted describes it. cosign names the
block ``ENCRYPTED SIGSTORE PRIVATE KEY``, and named it ``ENCRYPTED COSIGN PRIVATE KEY`` before version 2.
"""

from __future__ import annotations

import base64
import json
import re
from hashlib import scrypt
from typing import Any

from aegis_multimodal_ai_system.model_registry.requirements import require

_PEM = re.compile(rb"-----BEGIN (ENCRYPTED \w+ PRIVATE KEY)-----([\sA-Za-z0-9+/=]+)-----END \1-----")
# What the format allows. Other numbers could take all memory of who reads the key.
_COSTS = ({"N": 32768, "r": 8, "p": 1}, {"N": 65536, "r": 8, "p": 1})
_SCRYPT_MEMORY = 128 * 1024 * 1024


def decrypt(pem: bytes, password: bytes) -> bytes:
    """What is encrypted in a key of cosign: PKCS#8 in DER.

    Args:
        pem: the file.
        password: its password, which may be empty.

    Raises:
        ValueError: it is malformed, or the password is wrong; the message completes the sentence that begins
            with the key's name.
        MissingDependencyError: PyNaCl is not installed.
    """
    require("nacl")
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    costs, salt, nonce, sealed = _parts(pem)
    key = scrypt(
        password, salt=salt, n=costs["N"], r=costs["r"], p=costs["p"], maxmem=_SCRYPT_MEMORY, dklen=32
    )
    try:
        return SecretBox(key).decrypt(sealed, nonce)
    except CryptoError:
        raise ValueError("is encrypted with another password, or was changed") from None


def _parts(pem: bytes) -> tuple[dict[str, int], bytes, bytes, bytes]:
    found = _PEM.search(pem)
    try:
        document: Any = json.loads(base64.b64decode(found[2] if found else b""))
        kdf, cipher = document["kdf"], document["cipher"]
        if (kdf["name"], cipher["name"]) != ("scrypt", "nacl/secretbox") or kdf["params"] not in _COSTS:
            raise ValueError
        salt, nonce, sealed = (
            base64.b64decode(text, validate=True)
            for text in (kdf["salt"], cipher["nonce"], document["ciphertext"])
        )
    except (KeyError, TypeError, ValueError):
        raise ValueError("is malformed for a key of cosign") from None
    return kdf["params"], salt, nonce, sealed
