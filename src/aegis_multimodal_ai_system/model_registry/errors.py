"""The errors of the model registry; each is a `CloudError`.

    RegistryError
    ├── VerificationError                a model is not let in
    │   ├── DigestMismatchError          the bytes are not those that were registered
    │   ├── MissingSignatureError        there is no signature, and the policy demands one
    │   ├── MalformedSignatureError      what should be a signature is none
    │   │   └── BareKeyError             a public key stands where a certificate belongs
    │   ├── KeylessSignatureError        signed with a certificate, which is not supported
    │   ├── InvalidSignatureError        no key that the policy trusts made this signature of these bytes
    │   │   ├── SwappedSignatureError    it is the signature of other bytes
    │   │   └── UntrustedKeyError        it was made with a key that the policy does not trust
    │   └── UnsafeFormatError            loading the file runs code, and the policy does not permit it
    ├── SigningError                     a key cannot sign
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


class KeylessSignatureError(VerificationError):
    """The signature was made with a certificate, which is not supported."""


class InvalidSignatureError(VerificationError):
    """No key that the policy trusts made this signature of these bytes."""


class SwappedSignatureError(InvalidSignatureError):
    """The signature is one of other bytes."""


class UntrustedKeyError(InvalidSignatureError):
    """The signature was made with a key that the policy does not trust."""


class UnsafeFormatError(VerificationError):
    """Loading a file of this format can run code that is in it, and the policy does not permit that."""


class SigningError(RegistryError):
    """A key cannot be read, or cannot sign."""


class PolicyError(ConfigurationError):
    """The policy cannot be read, or says what a policy does not say."""


class SchemaError(RegistryError):
    """The tables in the database are not those of this version of the program."""


class CatalogueUnavailableError(ServiceUnavailableError):
    """The database of the catalogue does not answer or refuses."""


class ArtifactMissingError(RegistryError, NotFoundError):
    """A version is registered, and its object is not in the store."""
