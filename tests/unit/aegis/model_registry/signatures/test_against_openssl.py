"""What is signed here, openssl and npm's own verifier verify, and the other way round."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.model_registry.signatures import (
    read_signature,
    sign_file,
    verify,
    write_signature,
)
from aegis_multimodal_ai_system.model_registry.signatures.digest import file_digest
from tests.unit.aegis.model_registry.keys import KeyPair, openssl

PUBLISHED = Path(__file__).parent / "published"
# npm verifies the provenance of packages with these modules, so they are wherever npm is.
VERIFY = """\
const [modules, bundle, key, artifact] = process.argv.slice(1);
const fs = require('fs');
const { bundleFromJSON } = require(modules + '/@sigstore/bundle');
const { Verifier, toSignedEntity } = require(modules + '/@sigstore/verify');
const publicKey = require('crypto').createPublicKey(fs.readFileSync(key));
const der = publicKey.export({ type: 'spki', format: 'der' });
const hint = require('crypto').createHash('sha256').update(der).digest('base64');
const none = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
const trust = { ...none, publicKey: (found) => {
  if (found !== hint) throw new Error('another hint');
  return { publicKey, validFor: () => true };
} };
const thresholds = { tlogThreshold: 0, ctlogThreshold: 0, tsaThreshold: 0, timestampThreshold: 0 };
const entity = toSignedEntity(bundleFromJSON(JSON.parse(fs.readFileSync(bundle))), fs.readFileSync(artifact));
const digest = require('crypto').createHash('sha256').update(fs.readFileSync(artifact)).digest();
if (!entity.signature.compareDigest(digest)) throw new Error('another digest');
new Verifier(trust, thresholds).verify(entity);
"""


def test_openssl_verifies_what_is_signed_here(trusted: KeyPair, model: Path, folder: Path) -> None:
    sig, _ = write_signature(sign_file(model, trusted.signer), model)
    der = folder / "signature.der"
    der.write_bytes(base64.b64decode(sig.read_bytes()))
    said = openssl("dgst", "-sha256", "-verify", trusted.public, "-signature", der, model)
    assert said == b"Verified OK\n"


def test_what_openssl_signs_is_verified_here(trusted: KeyPair, model: Path) -> None:
    sig = Path(f"{model}.sig")
    sig.write_bytes(base64.encodebytes(openssl("dgst", "-sha256", "-sign", trusted.private, model)))
    # base64 of the shell breaks lines, cosign does not.
    sig.write_bytes(b"".join(sig.read_bytes().split()) + b"\n")
    assert verify(read_signature(sig), file_digest(model), {"release": trusted.key}, "model") == "release"


def test_openssl_hashes_the_same(model: Path) -> None:
    assert file_digest(model) == openssl("dgst", "-sha256", "-binary", model)


@pytest.fixture
def npm_modules() -> Path:
    """Where npm keeps its own modules."""
    npm = shutil.which("npm")
    modules = Path(npm).resolve().parent.parent / "node_modules" if npm else Path()
    if not (modules / "@sigstore" / "verify").is_dir():
        pytest.skip("there is no npm with @sigstore/verify")
    return modules


def npm_verifies(modules: Path, bundle: Path, key: Path, artifact: Path) -> subprocess.CompletedProcess[str]:
    """What Sigstore's own verifier for JavaScript says."""
    command: list[str | Path] = ["node", "-e", VERIFY, modules, bundle, key, artifact]
    return subprocess.run(command, capture_output=True, text=True)


def test_npm_verifies_what_is_signed_here(
    trusted: KeyPair, stranger: KeyPair, model: Path, npm_modules: Path
) -> None:
    _, bundle = write_signature(sign_file(model, trusted.signer), model)
    verified = npm_verifies(npm_modules, bundle, trusted.public, model)
    assert verified.returncode == 0, verified.stderr
    assert "another hint" in npm_verifies(npm_modules, bundle, stranger.public, model).stderr
    model.write_bytes(b"others")
    assert npm_verifies(npm_modules, bundle, trusted.public, model).returncode != 0


def test_a_published_bundle_is_verified(folder: Path) -> None:
    from aegis_multimodal_ai_system.model_registry.signatures import PublicKey

    file = folder / "hello_world.txt"
    file.write_bytes(b"hello world")
    key = PublicKey.from_pem((PUBLISHED / "hello_world.pub").read_bytes())
    signature = read_signature(PUBLISHED / "hello_world.sigstore.json")
    assert signature.key_hint == key.hint
    assert verify(signature, file_digest(file), {"published": key}, "hello_world.txt") == "published"


def test_the_bundle_has_the_fields_of_the_published_one(trusted: KeyPair, model: Path) -> None:
    _, bundle = write_signature(sign_file(model, trusted.signer), model)
    ours = json.loads(bundle.read_bytes())
    theirs = json.loads((PUBLISHED / "hello_world.sigstore.json").read_bytes())
    del theirs["verificationMaterial"]["timestampVerificationData"]
    assert _shape(ours) == _shape(theirs)


def _shape(value: object) -> object:
    return {name: _shape(part) for name, part in value.items()} if isinstance(value, dict) else type(value)
