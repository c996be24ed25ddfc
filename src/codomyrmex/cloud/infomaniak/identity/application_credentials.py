"""Application credentials: what programs call with in place of a user's password."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.answers import moment, without
from codomyrmex.cloud.infomaniak.identity.requests import KeystoneRequests
from codomyrmex.validation import ValidationError, check_identifier

_OF_CREDENTIAL = frozenset(
    [
        "id",
        "name",
        "description",
        "project_id",
        "roles",
        "unrestricted",
        "expires_at",
        "access_rules",
        "secret",
        "links",
    ]
)


@dataclass(frozen=True, slots=True)
class AccessRule:
    """One kind of request that an application credential may make.

    Attributes:
        service: the type of the service: ``compute``.
        path: the path of the request, with ``*``, ``**`` and ``{name}`` for what may vary: ``/v2.1/servers``.
        method: the request's method: ``GET``.
        id: Keystone's id, of one that is kept.
    """

    service: str
    path: str
    method: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class ApplicationCredential:
    """A credential that a program uses in place of its user's password.

    Attributes:
        id: Keystone's id, half of what a program needs.
        name: its name.
        project_id: the project it is for.
        roles: the names of the roles it has there.
        description: the owner's own words.
        is_unrestricted: whether it may make further credentials and keys.
        expires_at: when it ends, with a time zone; ``None`` for one that does not.
        access_rules: the only requests it may make; empty where there is no such limit.
        secret: the other half; only the call that makes it returns it.
        details: what else Keystone says about it.
    """

    id: str
    name: str
    project_id: str
    roles: tuple[str, ...]
    description: str | None = None
    is_unrestricted: bool = False
    expires_at: datetime | None = None
    access_rules: tuple[AccessRule, ...] = ()
    secret: str | None = field(default=None, repr=False)
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __reduce_ex__(self, protocol: object) -> tuple[object, ...]:
        # What is pickled is kept or sent on: the secret is not.
        fields = (getattr(self, name) for name in self.__match_args__ if name not in ("secret", "details"))
        return type(self), (*fields, None, dict(self.details))


class ApplicationCredentialOperations(KeystoneRequests):
    """What :class:`InfomaniakIdentityClient` does with application credentials.

    https://docs.openstack.org/api-ref/identity/v3/#application-credentials
    """

    @operation("list_application_credentials")
    def list_application_credentials(self) -> Iterator[ApplicationCredential]:
        """The caller's application credentials, without their secrets."""
        return begin(self._credentials({}), self._error_of)

    @operation("get_application_credential")
    def get_application_credential(self, credential_id: str) -> ApplicationCredential:
        """One of the caller's application credentials by its id, without its secret.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(credential_id, "an application credential's id")
        return self._get_credential(credential_id)

    @operation("find_application_credential")
    def find_application_credential(self, name_or_id: str) -> ApplicationCredential:
        """One of the caller's application credentials by its id or its name.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(name_or_id, "an application credential's name or id")
        return find_one(
            name_or_id,
            "application credential",
            self._get_credential,
            lambda name: self._credentials({"name": name}),
        )

    @operation("create_application_credential")
    def create_application_credential(
        self,
        name: str,
        *,
        description: str | None = None,
        roles: Sequence[str] | None = None,
        expires_at: datetime | None = None,
        access_rules: Sequence[AccessRule] = (),
        unrestricted: bool = False,
    ) -> ApplicationCredential:
        """Make an application credential for the caller in the current project. Only what this returns has
        the secret.

        Args:
            name: its name, which no other one of the caller has.
            description: what it is for.
            roles: the names of its roles; all those of the caller if not given.
            expires_at: when it ends, with a time zone; never if not given.
            access_rules: the only requests that it may make; all if empty.
            unrestricted: let it make further credentials and keys.

        Raises:
            AlreadyExistsError: the caller has one of this name.
            NotFoundError: there is no such role, or the caller does not have it.
            InvalidRequestError: it would end in the past, or a rule is wrong.
            PermissionDeniedError: a restricted application credential calls.
        """
        check_identifier(name, "an application credential's name")
        if expires_at is not None and expires_at.tzinfo is None:
            raise ValidationError("the end of an application credential has a time zone")
        self._require_unrestricted("Making an application credential")
        wanted = {
            "name": name,
            "description": description,
            "roles": None if roles is None else [{"name": role} for role in roles],
            "expires_at": None if expires_at is None else _keystone_time(expires_at),
            "access_rules": [_rule_for(rule) for rule in access_rules] or None,
            "unrestricted": unrestricted,
        }
        body = {field: value for field, value in wanted.items() if value is not None}
        found = self._ask("POST", *self._place(), json={"application_credential": body}, secret=True)
        made = _credential_of(found["application_credential"])
        return replace(made, secret=found["application_credential"]["secret"])

    @operation("delete_application_credential")
    def delete_application_credential(self, credential_id: str) -> None:
        """Delete one of the caller's application credentials; its tokens end with it.

        Raises:
            NotFoundError: it is not there.
            PermissionDeniedError: a restricted application credential calls.
        """
        check_identifier(credential_id, "an application credential's id")
        self._require_unrestricted("Deleting an application credential")
        self._ask("DELETE", *self._place(), credential_id)

    @operation("list_access_rules")
    def list_access_rules(self) -> Iterator[AccessRule]:
        """The rules of the caller's application credentials, which outlive them."""
        path = f"/users/{self._user_id}/access_rules"
        return begin(map(_rule_of, self._pages(self.native.identity, path, "access_rules")), self._error_of)

    @operation("delete_access_rule")
    def delete_access_rule(self, rule_id: str) -> None:
        """Delete an access rule that no application credential has any more.

        Raises:
            NotFoundError: it is not there.
            PermissionDeniedError: an application credential has it.
        """
        check_identifier(rule_id, "an access rule's id")
        self._ask("DELETE", "users", self._user_id, "access_rules", rule_id)

    def _place(self) -> tuple[str, str, str]:
        return "users", self._user_id, "application_credentials"

    def _credentials(self, query: Mapping[str, str]) -> Iterator[ApplicationCredential]:
        path = "/" + "/".join(self._place())
        return map(_credential_of, self._pages(self.native.identity, path, "application_credentials", query))

    def _get_credential(self, credential_id: str) -> ApplicationCredential:
        return _credential_of(self._ask("GET", *self._place(), credential_id)["application_credential"])


def _keystone_time(time: datetime) -> str:
    # Keystone reads no offset but Z.
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _rule_for(rule: AccessRule) -> dict[str, str]:
    if rule.id is not None:
        return {"id": rule.id}
    return {"service": rule.service, "path": rule.path, "method": rule.method}


def _rule_of(found: Mapping[str, Any]) -> AccessRule:
    return AccessRule(found["service"], found["path"], found["method"], found["id"])


def _credential_of(found: Mapping[str, Any]) -> ApplicationCredential:
    return ApplicationCredential(
        id=found["id"],
        name=found["name"],
        project_id=found["project_id"],
        roles=tuple(sorted(role["name"] for role in found["roles"])),
        description=found["description"],
        is_unrestricted=bool(found["unrestricted"]),
        expires_at=moment(found["expires_at"]),
        access_rules=tuple(_rule_of(rule) for rule in found.get("access_rules", ())),
        details=without(found, _OF_CREDENTIAL),
    )
