"""The errors of the model registry; each is a `CloudError`.

    RegistryError
    ├── VerificationError                a model is not let in
    │   ├── DigestMismatchError          the bytes are not those that were registered
    │   ├── MissingSignatureError        there is no signature, and the policy demands one
    │   ├── MalformedSignatureError      what should be a signature is none
    │   │   ├── BareKeyError             a public key stands where a certificate belongs
    │   │   └── MissingLogEntryError     keyless, and no transparency log says when it was made
    │   ├── InvalidSignatureError        nobody whom the policy trusts made this signature of these bytes
    │   │   ├── SwappedSignatureError    it is the signature of other bytes
    │   │   ├── UntrustedKeyError        it was made with a key that the policy does not trust
    │   │   ├── UntrustedIdentityError   keyless, by an identity that the policy does not trust
    │   │   ├── UntrustedAuthorityError  keyless, with a certificate of an authority that does not count
    │   │   ├── CertificateTimeError     keyless, at a time when its certificate was not valid
    │   │   └── LogEntryError            keyless, and its log entry does not count, or is of another file
    │   └── UnsafeFormatError            loading the file runs code, and the policy does not permit it
    ├── SigningError                     a key cannot sign
    │   ├── SigningKeyNotFoundError      the service has no such key (NotFoundError)
    │   ├── SigningKeyKindError          it is of another kind, or for another use
    │   ├── SigningDeniedError           the service does not let this caller sign (PermissionDeniedError)
    │   └── SigningUnavailableError      the service does not answer, or cannot now (ServiceUnavailableError)
    ├── SchemaError                      the database is of an older or an unknown version
    └── ArtifactMissingError             a version is registered, and its object is gone (NotFoundError)

A policy that is wrong is a `PolicyError` (`ConfigurationError`), a database that is down a
`CatalogueUnavailableError` (`ServiceUnavailableError`).
"""

from __future__ import annotations

from codomyrmex.cloud.common.errors import (
    CloudError,
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    ServiceUnavailableError,
)


class RegistryError(CloudError):
    """Base of what the registry refuses or cannot do."""


class VerificationError(RegistryError):
    """A model is not let in; nothing of it is left in the cache."""


class DigestMismatchError(VerificationError):
    """The bytes are not those that were registered."""


class MissingSignatureError(VerificationError):
    """There is no signature, and the policy demands one."""


class MalformedSignatureError(VerificationError):
    """What should be a signature, or a bundle with one, is none."""


class BareKeyError(MalformedSignatureError):
    """A public key stands where a certificate belongs: a key that comes with its signature proves nothing."""


class MissingLogEntryError(MalformedSignatureError):
    """A keyless bundle has no entry of a transparency log, or nothing that says when it was made."""


class InvalidSignatureError(VerificationError):
    """Nobody whom the policy trusts made this signature of these bytes."""


class SwappedSignatureError(InvalidSignatureError):
    """The signature is one of other bytes."""


class UntrustedKeyError(InvalidSignatureError):
    """The signature was made with a key that the policy does not trust."""


class UntrustedIdentityError(InvalidSignatureError):
    """The signature was made keyless, by an identity or with an issuer that the policy does not trust."""


class UntrustedAuthorityError(InvalidSignatureError):
    """Nobody whom the trusted root names has issued and logged the certificate, or says when it was used."""


class CertificateTimeError(InvalidSignatureError):
    """The certificate was not valid, not yet or not any more, when the signature was logged."""


class LogEntryError(InvalidSignatureError):
    """The entry is not one of a transparency log of the trusted root, or is about something else."""


class UnsafeFormatError(VerificationError):
    """Loading a file of this format can run code that is in it, and the policy does not permit that."""


class SigningError(RegistryError):
    """A key cannot be read, or cannot sign."""


class SigningKeyNotFoundError(SigningError, NotFoundError):
    """The service has no key of this name."""


class SigningKeyKindError(SigningError):
    """The key is not one that signs with ECDSA on P-256."""


class SigningDeniedError(SigningError, PermissionDeniedError):
    """The service does not know this caller, or does not let it sign."""


class SigningUnavailableError(SigningError, ServiceUnavailableError):
    """The service does not answer, or cannot sign now."""


class PolicyError(ConfigurationError):
    """The policy cannot be read, or says what a policy does not say."""


class SchemaError(RegistryError):
    """The tables in the database are not those of this version of the program."""


class CatalogueUnavailableError(ServiceUnavailableError):
    """The database of the catalogue does not answer or refuses."""


class ArtifactMissingError(RegistryError, NotFoundError):
    """A version is registered, and its object is not in the store."""
