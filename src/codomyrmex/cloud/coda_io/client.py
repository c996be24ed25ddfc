"""The client of Coda."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Self

from codomyrmex.cloud.coda_io import models
from codomyrmex.cloud.coda_io.account import Account
from codomyrmex.cloud.coda_io.analytics import Analytics
from codomyrmex.cloud.coda_io.automations import Automations
from codomyrmex.cloud.coda_io.columns import Columns
from codomyrmex.cloud.coda_io.controls import Controls
from codomyrmex.cloud.coda_io.docs import Docs
from codomyrmex.cloud.coda_io.domains import CustomDocDomains
from codomyrmex.cloud.coda_io.exceptions import error_of
from codomyrmex.cloud.coda_io.exporting import PageExport
from codomyrmex.cloud.coda_io.folders import Folders
from codomyrmex.cloud.coda_io.formulas import Formulas
from codomyrmex.cloud.coda_io.go_links import GoLinks
from codomyrmex.cloud.coda_io.links import Links, Ref
from codomyrmex.cloud.coda_io.packs import Packs
from codomyrmex.cloud.coda_io.permissions import Permissions
from codomyrmex.cloud.coda_io.publishing import Publishing
from codomyrmex.cloud.coda_io.records import TableRecords
from codomyrmex.cloud.coda_io.rows import Rows
from codomyrmex.cloud.coda_io.service import LIMITS
from codomyrmex.cloud.coda_io.table_handle import TableHandle
from codomyrmex.cloud.coda_io.tables import Tables
from codomyrmex.cloud.coda_io.upserting import Upserting
from codomyrmex.cloud.coda_io.workspaces import Workspaces
from codomyrmex.cloud.common.environment import from_environment
from codomyrmex.cloud.common.errors import ConfigurationError, NotSupportedError
from codomyrmex.cloud.common.providers import CloudProvider, ResourceType
from codomyrmex.cloud.common.resources import CloudClient, CloudResource
from codomyrmex.cloud.protocols.rest import RateLimit, RestService, limiter_of
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy

BASE_URL = "https://coda.io/apis/v1"


class CodaClient(
    Account,
    Analytics,
    Automations,
    Columns,
    Controls,
    CustomDocDomains,
    Docs,
    Folders,
    Formulas,
    GoLinks,
    Packs,
    PageExport,
    Permissions,
    Publishing,
    Rows,
    TableRecords,
    Tables,
    Upserting,
    Workspaces,
    CloudClient,
):
    """Coda's documents, with all that its API can do.

    Building a client makes no request. It is safe to share between threads; clients with the same token share
    what Coda lets a user ask for, and wait before they would be refused.

    Args:
        api_token: the user's token (https://coda.io/account).
        base_url: the API's address; ``https://docs.superhuman.com/apis/v1`` is another of it.
        limits: how often the user may ask, by kind; see `LIMITS`. ``{}`` for no limits.
        retry: how patient to be with what fails.
        connection: how connections are made.

    Raises:
        ConfigurationError: the token cannot be one, or would go over the network in the clear.
    """

    provider = CloudProvider.CODA

    def __init__(
        self,
        api_token: str,
        *,
        base_url: str = BASE_URL,
        limits: Mapping[str, RateLimit] = LIMITS,
        retry: RetryPolicy | None = None,
        connection: ConnectionOptions | None = None,
    ) -> None:
        self._rest = RestService(
            base_url,
            api_token,
            error_of=error_of,
            limiter=limiter_of(base_url, api_token, limits),
            policy=retry,
            connection=connection,
        )
        self._links = Links(self._href_of)

    @classmethod
    def from_env(cls) -> Self:
        """The client of the token in ``CODA_API_TOKEN``; ``CODA_BASE_URL`` is the API's address, if set.

        Raises:
            ConfigurationError: there is no token.
        """
        from codomyrmex.config_management.environment import CodaEnvironment

        variables = from_environment(CodaEnvironment)
        if variables.token is None:
            raise ConfigurationError("CODA_API_TOKEN is not set: it holds the token of Coda's API.")
        return cls(variables.token.get_secret_value(), base_url=variables.base_url or BASE_URL)

    def table(self, doc: Ref, table: Ref) -> TableHandle:
        """A table to read and write as a whole. This makes no request.

        Args:
            doc: the doc's id, its browser link or itself.
            table: the table's id, its name, its browser link or itself.
        """
        return TableHandle(self, doc, table)

    def _list_resources(self, type: ResourceType | None) -> Iterator[CloudResource]:
        _check(type)
        return map(_resource, self.list_docs())

    def _get_resource(self, resource_id: str, type: ResourceType | None) -> CloudResource:
        _check(type)
        return _resource(self.get_doc(resource_id))

    def _create_resource(
        self,
        type: ResourceType,
        name: str,
        region: str | None,
        tags: dict[str, str],
        details: dict[str, Any],
    ) -> CloudResource:
        _check(type)
        if region is not None or tags:
            raise NotSupportedError("Coda's docs have no region and no tags.")
        return _resource(self.create_doc(name, **details))

    def _delete_resource(self, resource_id: str, type: ResourceType | None) -> None:
        _check(type)
        self.delete_doc(resource_id)


def _check(type: ResourceType | None) -> None:
    if type not in (None, ResourceType.DOCUMENT):
        raise NotSupportedError(f"Coda has documents, and nothing of the type {type}.")


def _resource(doc: models.Doc) -> CloudResource:
    return CloudResource(
        id=doc.id,
        name=doc.name,
        type=ResourceType.DOCUMENT,
        provider=CloudProvider.CODA,
        created_at=doc.created_at,
        details={"owner": doc.owner, "browser_link": doc.browser_link, "updated_at": doc.updated_at},
    )
