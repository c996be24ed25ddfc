"""moto's stand-alone server with a KMS that signs digests as digests, without a log.

It is run as ``python -m tests.servers.moto_program PORT``. moto's own hashes what it is given, whatever
``MessageType`` says: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html. It also looks at its
own folder and at hundreds of patterns to find the service of each request's host; that is remembered here.
"""

from __future__ import annotations

import base64
import json
import logging
import sys
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from moto.kms.exceptions import ValidationException
from moto.kms.responses import KmsResponse
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
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
    find = DomainDispatcherApplication.get_backend_for_host
    DomainDispatcherApplication.get_backend_for_host = cache(find)  # type: ignore[method-assign]
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    main(["-H", "127.0.0.1", "-p", sys.argv[1]])
