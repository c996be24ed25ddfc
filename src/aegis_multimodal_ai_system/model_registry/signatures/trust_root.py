"""The authorities and logs that a keyless signature must come from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.model_registry.errors import PolicyError
from aegis_multimodal_ai_system.model_registry.requirements import require

if TYPE_CHECKING:
    from sigstore.verify import Verifier

# Where the package keeps what it was released with. Its own function for that copies it into the user's home,
# and then takes whatever is there.
_EMBEDDED = ("_store", "https%3A%2F%2Ftuf-repo-cdn.sigstore.dev", "trusted_root.json")


@dataclass(frozen=True)
class TrustRoot:
    """A trusted root. Nothing is fetched, and nothing is read before it is needed.

    Attributes:
        path: a file of the form of
            https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto; ``None`` for
            the public instance of Sigstore, as the installed ``sigstore`` package has it.
    """

    path: Path | None = None

    @cached_property
    def verifier(self) -> Verifier:
        """What verifies with it; read once.

        Raises:
            MissingDependencyError: the extra ``sigstore`` is not installed.
            PolicyError: it cannot be read, or is malformed.
        """
        require("sigstore", extra="sigstore")
        if self.path is not None:
            return _verifier(self.path)
        with as_file(files("sigstore").joinpath(*_EMBEDDED)) as path:
            return _verifier(path)


PUBLIC = TrustRoot()
"""The public instance of Sigstore: https://docs.sigstore.dev/about/overview/."""


def _verifier(path: Path) -> Verifier:
    from sigstore.errors import Error
    from sigstore.models import TrustedRoot
    from sigstore.verify import Verifier

    try:
        root = TrustedRoot.from_file(str(path))
        # The package would find this out only when it verifies.
        if not json.loads(path.read_bytes()).get("ctlogs"):
            raise ValueError("no log of certificates")
        return Verifier(trusted_root=root)
    except OSError as error:
        raise PolicyError(f"The trusted root {path} cannot be read: {error.strerror}.") from None
    except (Error, ValueError) as error:
        raise PolicyError(f"The trusted root {path} is malformed.") from error
