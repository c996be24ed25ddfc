"""Keyless signatures: who may sign is verified, and what is wrong is refused, each with its own error."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aegis_multimodal_ai_system.model_registry import errors
from aegis_multimodal_ai_system.model_registry.signatures import (
    Identity,
    KeylessSignature,
    TrustRoot,
    read_signature,
    sign_file,
    verify_keyless,
    write_signature,
)
from aegis_multimodal_ai_system.model_registry.signatures.digest import file_digest
from tests.servers.forward_proxy import ForwardProxy
from tests.servers.sigstore.npm import NpmSigstore
from tests.unit.aegis.model_registry.keyless import ISSUER, WORKFLOW, PrivateSigstore
from tests.unit.aegis.model_registry.keys import KeyPair

PUBLISHED = Path(__file__).parent / "published" / "rfc8785-0.1.2-py3-none-any.whl.sigstore.json"
PUBLISHED_DIGEST = bytes.fromhex("c4e92e9ecc828bef2aa7dba1de8ac983511f7532a0df11c770d39099a25cf201")
PUBLISHER = Identity(
    ISSUER, "https://github.com/trailofbits/rfc8785.py/.github/workflows/release.yml@refs/tags/v0.1.2"
)

Document = dict[str, Any]
Change = Callable[[Document], object]


def verified(bundle: Path, model: Path, **identities: Identity) -> str:
    """Who signed a model, by name."""
    signature = read_signature(bundle)
    assert isinstance(signature, KeylessSignature)
    return verify_keyless(signature, file_digest(model), identities, "it")


def changed(sigstore: PrivateSigstore, folder: Path, change: Change, scenario: str = "release") -> Path:
    """A bundle after a change."""
    document = sigstore.document(scenario)
    change(document)
    file = folder / "changed.sigstore.json"
    file.write_text(json.dumps(document))
    return file


def entry(document: Document) -> Document:
    """The entry of the log in a bundle."""
    found: Document = document["verificationMaterial"]["tlogEntries"][0]
    return found


def test_a_published_bundle_is_verified_with_the_embedded_root_alone(
    monkeypatch: pytest.MonkeyPatch, forward_proxy: ForwardProxy
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", forward_proxy.endpoint)
    signature = read_signature(PUBLISHED)
    assert isinstance(signature, KeylessSignature)
    assert verify_keyless(signature, PUBLISHED_DIGEST, {"publisher": PUBLISHER}, "it") == "publisher"
    with pytest.raises(errors.SwappedSignatureError):
        verify_keyless(signature, bytes(32), {"publisher": PUBLISHER}, "it")
    assert forward_proxy.requests == []  # nothing was fetched,
    assert list(Path.home().iterdir()) == []  # and nothing kept


def test_an_identity_is_verified_and_named(sigstore: PrivateSigstore, model: Path) -> None:
    other = sigstore.identity("https://github.com/org/other")
    identities = {"other": other, "public": PUBLISHER, "release": sigstore.identity()}
    assert verified(sigstore.bundle("release"), model, **identities) == "release"


def test_a_bundle_is_written_as_it_was_read(sigstore: PrivateSigstore, folder: Path) -> None:
    _, bundle = write_signature(read_signature(sigstore.bundle("release")), folder / "model.safetensors")
    assert bundle.read_bytes() == sigstore.bundle("release").read_bytes()


def test_a_bundle_of_version_0_3(sigstore: PrivateSigstore, model: Path, folder: Path) -> None:
    def renew(document: Document) -> None:
        document["mediaType"] = "application/vnd.dev.sigstore.bundle.v0.3+json"
        material = document["verificationMaterial"]
        material["certificate"] = material.pop("x509CertificateChain")["certificates"][0]

    bundle = changed(sigstore, folder, renew)
    assert verified(bundle, model, release=sigstore.identity()) == "release"


def test_a_time_stamp_says_when_it_was_signed_where_the_log_does_not(
    sigstore: PrivateSigstore, model: Path, folder: Path
) -> None:
    def forget(document: Document) -> None:
        for field in ("inclusionPromise", "integratedTime"):
            del entry(document)[field]

    bundle = changed(sigstore, folder, forget, "stamped")
    assert verified(bundle, model, release=sigstore.identity()) == "release"
    with pytest.raises(errors.CertificateTimeError):
        verified(changed(sigstore, folder, forget, "stamped_late"), model, release=sigstore.identity())


def test_npm_says_the_same(sigstore: PrivateSigstore, model: Path, npm: NpmSigstore) -> None:
    npm.verify_keyless(sigstore.bundle("release"), model, sigstore.root, ISSUER, WORKFLOW)
    for scenario in ("expired", "not_yet_valid", "other_branch"):
        bundle = sigstore.bundle(scenario)
        said = npm.verify_keyless(bundle, model, sigstore.root, ISSUER, WORKFLOW, check=False)
        assert said.returncode != 0


@pytest.mark.parametrize(
    ("scenario", "error", "reason"),
    [
        ("other_branch", errors.UntrustedIdentityError, "it was signed keyless by an identity, or with an"),
        ("other_issuer", errors.UntrustedIdentityError, "or with an issuer, that the policy does not trust"),
        ("expired", errors.CertificateTimeError, "was not valid when the signature was logged"),
        ("stamped_late", errors.CertificateTimeError, "was not valid when the signature was logged"),
        ("not_yet_valid", errors.CertificateTimeError, "was not valid when the signature was logged"),
        ("other_authority", errors.UntrustedAuthorityError, "Nobody whom the trusted root names vouches"),
        ("other_ctlog", errors.UntrustedAuthorityError, "Nobody whom the trusted root names vouches"),
        ("other_tlog", errors.LogEntryError, "is none of a log of the trusted root"),
    ],
)
def test_what_does_not_count(
    sigstore: PrivateSigstore, model: Path, scenario: str, error: type[Exception], reason: str
) -> None:
    with pytest.raises(error, match=reason) as caught:
        verified(sigstore.bundle(scenario), model, release=sigstore.identity())
    assert type(caught.value) is error


def test_another_sigstore(sigstore: PrivateSigstore, model: Path) -> None:
    with pytest.raises(errors.UntrustedAuthorityError):
        verified(sigstore.bundle("release"), model, release=Identity(ISSUER, WORKFLOW))


def test_no_identities_let_nothing_in(sigstore: PrivateSigstore, model: Path) -> None:
    with pytest.raises(errors.UntrustedIdentityError, match="the policy trusts no identity for it"):
        verified(sigstore.bundle("release"), model)


def test_another_file(sigstore: PrivateSigstore, model: Path) -> None:
    model.write_bytes(b"other weights")
    with pytest.raises(errors.SwappedSignatureError, match="The signature of it is one of another file"):
        verified(sigstore.bundle("release"), model, release=sigstore.identity())


def test_a_bundle_that_lies_about_its_digest(sigstore: PrivateSigstore, model: Path, folder: Path) -> None:
    model.write_bytes(b"other weights")
    digest = base64.b64encode(file_digest(model)).decode()
    bundle = changed(
        sigstore, folder, lambda it: it["messageSignature"]["messageDigest"].update(digest=digest)
    )
    with pytest.raises(errors.InvalidSignatureError, match="certificate did not make the signature of it"):
        verified(bundle, model, release=sigstore.identity())


def test_a_signature_that_another_key_made(
    sigstore: PrivateSigstore, model: Path, folder: Path, stranger: KeyPair
) -> None:
    value = base64.b64encode(sign_file(model, stranger.signer).value).decode()
    bundle = changed(sigstore, folder, lambda it: it["messageSignature"].update(signature=value))
    with pytest.raises(errors.InvalidSignatureError, match="certificate did not make the signature of it"):
        verified(bundle, model, release=sigstore.identity())


def test_an_entry_that_is_about_another_signature(
    sigstore: PrivateSigstore, model: Path, folder: Path
) -> None:
    # https://github.com/sigstore/cosign/security/advisories/GHSA-8gw7-4j42-w388
    other = entry(sigstore.document("other_branch"))
    bundle = changed(sigstore, folder, lambda it: it["verificationMaterial"].update(tlogEntries=[other]))
    with pytest.raises(errors.LogEntryError):
        verified(bundle, model, release=sigstore.identity())


def test_a_time_that_the_log_did_not_promise(sigstore: PrivateSigstore, model: Path, folder: Path) -> None:
    time = str(int(entry(sigstore.document("release"))["integratedTime"]) + 1)
    bundle = changed(sigstore, folder, lambda it: entry(it).update(integratedTime=time))
    with pytest.raises(errors.LogEntryError):
        verified(bundle, model, release=sigstore.identity())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda it: it["verificationMaterial"].pop("tlogEntries"), "no entry of a transparency log"),
        (lambda it: it["verificationMaterial"].update(tlogEntries=[]), "no entry of a transparency log"),
        (lambda it: entry(it).pop("inclusionPromise"), "neither an inclusion promise of the log nor a time"),
        (lambda it: entry(it).pop("inclusionProof"), "no inclusion proof with a checkpoint"),
        (lambda it: entry(it)["inclusionProof"].pop("checkpoint"), "no inclusion proof with a checkpoint"),
    ],
)
def test_a_signature_that_nobody_logged(
    sigstore: PrivateSigstore, folder: Path, change: Change, reason: str
) -> None:
    with pytest.raises(errors.MissingLogEntryError, match=reason):
        read_signature(changed(sigstore, folder, change))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda it: it["verificationMaterial"].update(tlogEntries=7), "not exactly one entry"),
        (lambda it: it["verificationMaterial"]["tlogEntries"].append({}), "not exactly one entry"),
        (lambda it: entry(it).update(integratedTime="noon"), "no time that can be read"),
        (lambda it: entry(it).update(integratedTime=10**30), "no time that can be read"),
        (lambda it: it["verificationMaterial"].update(publicKey={"hint": ""}), "has both x509Cert"),
        (lambda it: it["verificationMaterial"].update(x509CertificateChain=[]), "without rawBytes"),
        (lambda it: it.update(dsseEnvelope={}), "a DSSE envelope"),
        (lambda it: it.pop("messageSignature"), "no messageSignature"),
    ],
)
def test_a_malformed_bundle(sigstore: PrivateSigstore, folder: Path, change: Change, reason: str) -> None:
    with pytest.raises(errors.MalformedSignatureError, match=reason):
        read_signature(changed(sigstore, folder, change))


@pytest.mark.parametrize(
    "change",
    [
        lambda it: entry(it).pop("logId"),
        lambda it: entry(it).update(kindVersion={"kind": "hashedrekord", "version": "7"}),
        lambda it: entry(it).update(canonicalizedBody=7),
        lambda it: it["verificationMaterial"].update(
            timestampVerificationData={"rfc3161Timestamps": [{"signedTimestamp": "AAAA"}]}
        ),
    ],
)
def test_a_bundle_in_which_something_else_is_malformed(
    sigstore: PrivateSigstore, model: Path, folder: Path, change: Change
) -> None:
    with pytest.raises(errors.MalformedSignatureError, match="The bundle of it is malformed"):
        verified(changed(sigstore, folder, change), model, release=sigstore.identity())


def test_every_field_that_is_no_longer_there_is_a_refusal(
    sigstore: PrivateSigstore, model: Path, folder: Path
) -> None:
    identity = sigstore.identity()
    places = list(_places(sigstore.document("release")))
    assert len(places) > 20
    for place in places:
        *above, last = place
        if last in ("messageDigest", "timestampVerificationData", "rfc3161Timestamps"):
            continue  # these need not be there

        def cut(document: Any, above: list[str | int] = above, last: str | int = last) -> None:
            for step in above:
                document = document[step]
            del document[last]

        with pytest.raises(errors.VerificationError):
            verified(changed(sigstore, folder, cut), model, release=identity)


def test_every_byte_of_a_time_stamp_may_be_another(
    sigstore: PrivateSigstore, model: Path, folder: Path
) -> None:
    stamp = sigstore.document("stamped")["verificationMaterial"]["timestampVerificationData"]
    content = base64.b64decode(stamp["rfc3161Timestamps"][0]["signedTimestamp"])
    identity = sigstore.identity()
    seen = set()
    for place in range(150):
        other = bytearray(content)
        other[place] ^= 0x15
        found = {"rfc3161Timestamps": [{"signedTimestamp": base64.b64encode(other).decode()}]}

        def put(document: Document, found: Document = found) -> None:
            document["verificationMaterial"]["timestampVerificationData"] = found

        try:
            seen.add(verified(changed(sigstore, folder, put, "stamped"), model, release=identity))
        except errors.VerificationError as error:
            seen.add(type(error).__name__)
    # One that can be read and is wrong adds nothing to what the log says.
    assert seen == {"release", "MalformedSignatureError", "UntrustedAuthorityError"}


def test_a_certificate_of_no_version(sigstore: PrivateSigstore, folder: Path) -> None:
    def change(document: Document) -> None:
        field = document["verificationMaterial"]["x509CertificateChain"]["certificates"][0]
        content = base64.b64decode(field["rawBytes"]).replace(
            b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x38", 1
        )
        field["rawBytes"] = base64.b64encode(content).decode()

    with pytest.raises(errors.MalformedSignatureError, match="certificate cannot be read"):
        read_signature(changed(sigstore, folder, change))


def _places(value: Any, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The ways to all fields of a document."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way for step, part in steps for way in ((*above, step), *_places(part, (*above, step)))]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda it: it.pop("mediaType"), "is malformed"),
        (lambda it: it.update(tlogs=[]), "is malformed"),
        (lambda it: it.update(ctlogs=[]), "is malformed"),
        (lambda it: it.update(certificateAuthorities=[]), "is malformed"),
    ],
)
def test_a_trusted_root_that_is_malformed(
    sigstore: PrivateSigstore, folder: Path, change: Change, reason: str
) -> None:
    document = json.loads(sigstore.root.read_bytes())
    change(document)
    (folder / "root.json").write_text(json.dumps(document))
    with pytest.raises(errors.PolicyError, match=reason):
        _ = TrustRoot(folder / "root.json").verifier
    with pytest.raises(errors.PolicyError, match="cannot be read: No such file"):
        _ = TrustRoot(folder / "none.json").verifier
