"""Keys in files: what they may be, and that they do not show."""

from __future__ import annotations

import base64
import hashlib
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from nacl.secret import SecretBox

from aegis_multimodal_ai_system.model_registry.errors import SigningError
from aegis_multimodal_ai_system.model_registry.signatures import (
    KeyFileSigner,
    PublicKey,
    Signer,
    sign_file,
)
from aegis_multimodal_ai_system.model_registry.signatures.cosign_key import decrypt
from tests.unit.aegis.model_registry.keys import KeyPair, openssl

PUBLISHED = Path(__file__).parent / "published"
ROOT = Path(__file__).parents[5]


def pem(label: str, content: bytes) -> bytes:
    """A block of PEM."""
    return f"-----BEGIN {label}-----\n{base64.encodebytes(content).decode()}-----END {label}-----\n".encode()


def sealed(content: bytes, password: bytes, cost: int = 32768) -> bytes:
    """JSON as cosign has it within PEM."""
    key = hashlib.scrypt(password, salt=b"salt", n=cost, r=8, p=1, maxmem=2**28, dklen=32)
    box = SecretBox(key).encrypt(content)
    document = {
        "kdf": {"name": "scrypt", "params": {"N": cost, "r": 8, "p": 1}, "salt": "c2FsdA=="},
        "cipher": {"name": "nacl/secretbox", "nonce": base64.b64encode(box.nonce).decode()},
        "ciphertext": base64.b64encode(box.ciphertext).decode(),
    }
    return json.dumps(document).encode()


@pytest.fixture
def cosign_key(trusted: KeyPair, folder: Path) -> Path:
    """The trusted key as ``cosign import-key-pair`` writes it."""
    der = openssl("pkey", "-in", trusted.private, "-outform", "DER")
    pkcs8 = folder / "pkcs8.der"
    pkcs8.write_bytes(der)
    der = openssl("pkcs8", "-topk8", "-nocrypt", "-inform", "DER", "-in", pkcs8, "-outform", "DER")
    file = folder / "cosign.key"
    file.write_bytes(pem("ENCRYPTED SIGSTORE PRIVATE KEY", sealed(der, b"hush")))
    return file


def test_the_published_vector_is_decrypted() -> None:
    block = pem("ENCRYPTED COSIGN PRIVATE KEY", (PUBLISHED / "sealed.json").read_bytes())
    assert decrypt(block, b"supersecret") == b"reallyimportant"


def test_a_key_of_cosign_signs(cosign_key: Path, trusted: KeyPair, model: Path) -> None:
    signer = KeyFileSigner(cosign_key, password="hush")
    assert signer.public_key == trusted.key
    assert sign_file(model, signer).key_hint == trusted.key.hint


@pytest.mark.parametrize("password", ["wrong", None])
def test_a_wrong_password_of_cosign_s_key(cosign_key: Path, password: str | None) -> None:
    with pytest.raises(SigningError, match="is encrypted with another password, or was changed"):
        KeyFileSigner(cosign_key, password=password)


@pytest.mark.parametrize(
    "content", [b"", b"no JSON", b"{}", sealed(b"", b"", 16384), b'{"kdf": 1, "cipher": 1}', b"[]"]
)
def test_a_malformed_key_of_cosign(folder: Path, content: bytes) -> None:
    file = folder / "cosign.key"
    file.write_bytes(pem("ENCRYPTED SIGSTORE PRIVATE KEY", content))
    with pytest.raises(SigningError, match="is malformed for a key of cosign"):
        KeyFileSigner(file)


def test_an_encrypted_key_of_openssl(trusted: KeyPair, folder: Path) -> None:
    file = folder / "encrypted.key"
    openssl("pkcs8", "-topk8", "-in", trusted.private, "-out", file, "-passout", "pass:hush")
    assert KeyFileSigner(file, password="hush").public_key == trusted.key
    with pytest.raises(SigningError, match="is encrypted; give its password"):
        KeyFileSigner(file)
    with pytest.raises(SigningError, match="or its password is wrong"):
        KeyFileSigner(file, password="wrong")


def test_what_is_no_private_key(trusted: KeyPair, folder: Path) -> None:
    with pytest.raises(SigningError, match="cannot be read: No such file"):
        KeyFileSigner(folder / "none")
    with pytest.raises(SigningError, match="is no private key in PEM"):
        KeyFileSigner(trusted.public)
    with pytest.raises(SigningError, match="is not encrypted, and a password was given"):
        KeyFileSigner(trusted.private, password="hush")
    with pytest.raises(SigningError, match="on the curve secp384r1, and only P-256 counts"):
        KeyFileSigner(KeyPair.make(folder, "longer", "P-384").private)
    openssl("genpkey", "-algorithm", "ED25519", "-out", folder / "edwards.key")
    with pytest.raises(SigningError, match="is no key of ECDSA on P-256"):
        KeyFileSigner(folder / "edwards.key")


def test_what_is_no_public_key(trusted: KeyPair, folder: Path) -> None:
    with pytest.raises(ValueError, match="is no public key in PEM"):
        PublicKey.from_pem(trusted.private.read_bytes())
    with pytest.raises(ValueError, match="is no public key in PEM"):
        PublicKey.from_pem(pem("PUBLIC KEY", b"key"))
    with pytest.raises(ValueError, match="on the curve secp384r1"):
        PublicKey.from_pem(KeyPair.make(folder, "longer", "P-384").public.read_bytes())
    openssl("genpkey", "-algorithm", "ED25519", "-out", folder / "edwards.key")
    edwards = openssl("pkey", "-in", folder / "edwards.key", "-pubout")
    with pytest.raises(ValueError, match="is no key of ECDSA"):
        PublicKey.from_pem(edwards)


def test_a_public_key_is_a_value(trusted: KeyPair, stranger: KeyPair) -> None:
    assert len({trusted.key, trusted.key, stranger.key}) == 2
    assert PublicKey.from_pem(trusted.key.pem()) == trusted.key
    assert repr(trusted.key) == f"PublicKey('{trusted.key.hint}')"


def test_a_signer_shows_its_public_key_and_is_not_pickled(trusted: KeyPair) -> None:
    assert repr(trusted.signer) == f"KeyFileSigner('{trusted.key.hint}')"
    with pytest.raises(TypeError, match="is not pickled"):
        pickle.dumps(trusted.signer)


def test_a_signer_that_names_another_key(trusted: KeyPair, stranger: KeyPair, model: Path) -> None:
    class Rotated(Signer):
        """A service whose key was rotated."""

        public_key = stranger.key

        def sign_digest(self, digest: bytes) -> bytes:
            return trusted.signer.sign_digest(digest)

    with pytest.raises(SigningError, match="its own public key does not verify"):
        sign_file(model, Rotated())


def test_without_the_extra_it_is_named() -> None:
    program = (
        "import sys; sys.modules['cryptography'] = None\n"
        "import aegis_multimodal_ai_system.model_registry as registry\n"
        "try:\n    import aegis_multimodal_ai_system.model_registry.signatures.signing\n"
        "except ImportError as error:\n    print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True
    )
    assert "codomyrmex-cloud[aegis]" in run.stdout, run.stderr
