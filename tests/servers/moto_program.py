"""moto's stand-alone server with a KMS that signs digests as digests.

It is run as ``python -m tests.servers.moto_program PORT``. moto's own hashes what it is given, whatever
``MessageType`` says: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from moto.kms.exceptions import ValidationException
from moto.kms.responses import KmsResponse
from moto.server import main

_SIGN = KmsResponse.sign


def _sign(self: Any) -> str:
    # What the original refuses is refused: keys that are not there, of another use, of another algorithm.
    made = json.loads(_SIGN(self))
    if self._get_param("MessageType") != "DIGEST":
        return json.dumps(made)
    digest = self._get_param("Message")
    if len(digest) != hashes.SHA256.digest_size:
        raise ValidationException("Digest is invalid length for algorithm ECDSA_SHA_256.")
    key = self.kms_backend.describe_key(self._get_param("KeyId")).private_key.private_key
    value = key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))
    return json.dumps(made | {"Signature": base64.b64encode(value).decode()})


if __name__ == "__main__":
    KmsResponse.sign = _sign  # type: ignore[method-assign]
    main(["-H", "127.0.0.1", "-p", sys.argv[1]])
