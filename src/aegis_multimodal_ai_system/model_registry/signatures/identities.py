"""Whether a trusted identity made a keyless signature, and if not, why.

The steps are those of https://github.com/sigstore/architecture-docs/blob/main/client-spec.md, and the package
``sigstore`` does them. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import DuplicateExtension, ExtensionNotFound, InvalidVersion

from aegis_multimodal_ai_system.model_registry.errors import (
    CertificateTimeError,
    InvalidSignatureError,
    LogEntryError,
    MalformedSignatureError,
    SwappedSignatureError,
    UntrustedAuthorityError,
    UntrustedIdentityError,
)
from aegis_multimodal_ai_system.model_registry.signatures.public_key import PREHASHED
from aegis_multimodal_ai_system.model_registry.signatures.trust_root import PUBLIC, TrustRoot

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from sigstore.models import Bundle

    from aegis_multimodal_ai_system.model_registry.signatures.keyless import KeylessSignature

# What the package lets through of its own parts where a bundle is wrong in a way that it did not think of.
_FAULTS = (
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    OSError,
    ExtensionNotFound,
    DuplicateExtension,
    InvalidVersion,
    UnsupportedAlgorithm,
    InvalidSignature,
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who may sign.

    Attributes:
        issuer: the address of the OpenID Connect issuer that vouches for it.
        identity: an address of mail, or the URI of a workflow; it is compared as it is.
        trust_root: the authorities and logs that count for it.
    """

    issuer: str
    identity: str
    trust_root: TrustRoot = PUBLIC


def verify_keyless(
    signature: KeylessSignature, digest: bytes, identities: Mapping[str, Identity], what: str
) -> str:
    """Let pass a keyless signature of these bytes by one of these identities.

    Args:
        signature: the signature.
        digest: the SHA-256 of the bytes, computed here.
        identities: those that count, by name.
        what: what was signed, for messages.

    Returns:
        The name of the identity.

    Raises:
        SwappedSignatureError: it is a signature of other bytes.
        UntrustedIdentityError: it is one of an identity that does not count.
        UntrustedAuthorityError: no authority that counts has issued the certificate.
        CertificateTimeError: the certificate was not valid when the signature was logged.
        LogEntryError: the log entry does not count, or is about something else.
        InvalidSignatureError: the certificate's key did not make it of these bytes.
        MalformedSignatureError: the bundle is wrong in another way.
        MissingDependencyError: the extra ``sigstore`` is not installed.
        PolicyError: a trusted root cannot be read.
    """
    if signature.digest is not None and signature.digest != digest:
        raise SwappedSignatureError(f"The signature of {what} is one of another file.")
    by_root: dict[TrustRoot, dict[str, Identity]] = {}
    for name, identity in identities.items():
        by_root.setdefault(identity.trust_root, {})[name] = identity
    nobody = UntrustedIdentityError(f"{what} was signed keyless, and the policy trusts no identity for it.")
    refusal: InvalidSignatureError = nobody
    for root, group in by_root.items():
        try:
            return _Verification(signature, digest, group, what).under(root)
        except UntrustedIdentityError as error:
            refusal = error
        except UntrustedAuthorityError as error:
            # Another root may have its authority. That one knows who signed says more.
            refusal = error if refusal is nobody else refusal
    raise refusal


class _Verification:
    """One verification; the package asks it, as its policy, who signed."""

    def __init__(
        self, signature: KeylessSignature, digest: bytes, identities: Mapping[str, Identity], what: str
    ) -> None:
        self._signature = signature
        self._digest = digest
        self._identities = identities
        self._what = what
        self._name: str | None = None
        # When it was signed, as the bundle says.
        self._times = [] if signature.logged_at is None else [signature.logged_at]

    def under(self, root: TrustRoot) -> str:
        verifier = root.verifier
        from sigstore.errors import Error
        from sigstore.hashes import Hashed
        from sigstore_models.common.v1 import HashAlgorithm

        bundle = self._bundle()
        try:
            hashed = Hashed(algorithm=HashAlgorithm.SHA2_256, digest=self._digest)
            verifier.verify_artifact(hashed, bundle, self)
        except (Error, *_FAULTS) as error:
            raise self._refusal() from error
        if self._name is None:
            raise UntrustedIdentityError(f"Who signed {self._what} was not verified.")
        return self._name

    def verify(self, cert: Certificate) -> None:
        """Called when the certificate has been verified, and before the log entry and the signature are.

        Args:
            cert: the certificate.

        Raises:
            UntrustedIdentityError: it is one of an identity that does not count.
        """
        from sigstore.errors import VerificationError
        from sigstore.verify import policy

        for name, one in self._identities.items():
            # Certificates have the issuer in two extensions, of which the older is to go:
            # https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md.
            issuer = policy.AnyOf([policy.OIDCIssuerV2(one.issuer), policy.OIDCIssuer(one.issuer)])
            try:
                policy.AllOf([issuer, policy.Identity(identity=one.identity)]).verify(cert)
            except VerificationError:
                continue
            self._name = name
            return
        raise UntrustedIdentityError(
            f"{self._what} was signed keyless by an identity, or with an issuer, that the policy does not "
            "trust."
        )

    def _bundle(self) -> Bundle:
        from sigstore.errors import Error
        from sigstore.models import Bundle

        try:
            bundle = Bundle.from_json(self._signature.bundle)
            self._times.extend(_stamped(bundle))
        except (Error, *_FAULTS) as error:
            raise MalformedSignatureError(f"The bundle of {self._what} is malformed.") from error
        return bundle

    def _refusal(self) -> InvalidSignatureError:
        """The error for what the package refused. What the bundle says chooses its words and nothing else."""
        certificate = self._signature.certificate
        if any(
            not certificate.not_valid_before_utc <= time <= certificate.not_valid_after_utc
            for time in self._times
        ):
            return CertificateTimeError(
                f"The certificate of {self._what} was not valid when the signature was logged."
            )
        if self._name is None:
            return UntrustedAuthorityError(
                f"Nobody whom the trusted root names vouches for the certificate of {self._what}, or for its "
                "time."
            )
        if not _made_by(certificate, self._signature.value, self._digest):
            return InvalidSignatureError(
                f"The key of its certificate did not make the signature of {self._what}."
            )
        return LogEntryError(
            f"The log entry of {self._what} is none of a log of the trusted root, or is about something else."
        )


def _stamped(bundle: Bundle) -> list[datetime]:
    """The times of its time stamps, which the package reads only when it is asked for them."""
    stamps = bundle.verification_material.timestamp_verification_data
    return [] if stamps is None else [one.tst_info.gen_time for one in stamps.rfc3161_timestamps]


def _made_by(certificate: Certificate, signature: bytes, digest: bytes) -> bool:
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    try:
        key.verify(signature, digest, PREHASHED)
    except InvalidSignature:
        return False
    return True
