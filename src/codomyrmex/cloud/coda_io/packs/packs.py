"""Packs: list, make, change, delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic.alias_generators import to_camel

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.models.base import ItemPage
from codomyrmex.cloud.coda_io.models.confirmation import Confirmation
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import CodaList, given, listed
from codomyrmex.cloud.common.telemetry import operation


class PackBasics(PackService):
    """Packs themselves."""

    @operation("list_packs")
    def list_packs(
        self,
        *,
        access_types: Sequence[str] | None = None,
        sort_by: str | None = None,
        direction: str | None = None,
        only_workspace_id: str | None = None,
        parent_workspace_ids: Sequence[str] | None = None,
        exclude_public_packs: bool | None = None,
        pack_entrypoint: str | None = None,
        limit: int | None = None,
        page_token: str | None = None,
    ) -> CodaList[models.packs.PackSummary]:
        """The Packs that the user has access to.

        Args:
            access_types: only those with such access: ``view``, ``test``, ``edit``, ``admin``.
            sort_by: ``title``, ``createdAt`` or ``updatedAt``.
            direction: ``ascending`` or ``descending``.
            only_workspace_id: count only what this workspace shares as access.
            parent_workspace_ids: only Packs that belong to these workspaces.
            exclude_public_packs: not those that everyone can use.
            pack_entrypoint: only those that can be used there: ``go`` or ``docs``.
            limit: the most of them on a page; Coda decides if not given.
            page_token: where to begin, from an earlier page.

        Raises:
            CodaAPIError: what Coda refuses.

        https://coda.io/developers/apis/v1#operation/listPacks
        """
        return self._list(
            ItemPage[models.packs.PackSummary],
            "/packs",
            query=given(
                access_types=listed(access_types),
                sort_by=sort_by,
                direction=direction,
                only_workspace_id=only_workspace_id,
                parent_workspace_ids=listed(parent_workspace_ids),
                exclude_public_packs=exclude_public_packs,
                pack_entrypoint=pack_entrypoint,
                limit=limit,
            ),
            page_token=page_token,
        )

    @operation("create_pack")
    def create_pack(
        self,
        *,
        workspace_id: str | None = None,
        name: str | None = None,
        description: str | None = None,
        source_pack_id: int | None = None,
    ) -> models.packs.CreatePackResponse:
        """Make a Pack. What is in it comes with its first version.

        Args:
            workspace_id: where to make it; the user's own workspace if not given.
            name: its name.
            description: what it does.
            source_pack_id: the Pack that it is a copy of.

        Raises:
            CodaForbiddenError: the user may make no Packs there.

        https://coda.io/developers/apis/v1#operation/createPack
        """
        return self._ask(
            models.packs.CreatePackResponse,
            "POST",
            "/packs",
            body=given(
                workspace_id=workspace_id, name=name, description=description, source_pack_id=source_pack_id
            ),
        )

    @operation("get_pack")
    def get_pack(self, pack_id: int) -> models.packs.Pack:
        """One Pack.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/getPack
        """
        return self._ask(models.packs.Pack, "GET", self._pack_path(pack_id))

    @operation("update_pack")
    def update_pack(
        self,
        pack_id: int,
        *,
        overall_rate_limit: models.packs.PackRateLimit | None = None,
        per_connection_rate_limit: models.packs.PackRateLimit | None = None,
        logo: models.packs.PackImageFile | None = None,
        cover: models.packs.PackImageFile | None = None,
        example_images: Sequence[models.packs.PackImageFile] | None = None,
        agent_images: Sequence[models.packs.PackImageFile] | None = None,
        source_code_visibility: str | None = None,
        pack_entrypoints: Sequence[str] | None = None,
        name: str | None = None,
        description: str | None = None,
        short_description: str | None = None,
        agent_short_description: str | None = None,
        agent_description: str | None = None,
        support_email: str | None = None,
        terms_of_service_url: str | None = None,
        privacy_policy_url: str | None = None,
        clear: Sequence[str] = (),
    ) -> models.packs.Pack:
        """Change what a Pack says of itself, and its settings.

        Args:
            pack_id: the Pack.
            overall_rate_limit: how often all together may use it.
            per_connection_rate_limit: how often each connection may use it.
            logo: its logo; `upload_pack_asset` is how a picture gets there.
            cover: its cover.
            example_images: pictures of its use.
            agent_images: pictures of its use as an agent.
            source_code_visibility: who sees its source: ``private`` or ``shared``.
            pack_entrypoints: where it can be used: ``go``, ``docs``.
            name: its name.
            description: what it does.
            short_description: the same in few words.
            agent_short_description: what it does as an agent, in few words.
            agent_description: what it does as an agent.
            support_email: where its users write to.
            terms_of_service_url: its terms of service.
            privacy_policy_url: its privacy policy.
            clear: the fields to empty, by the names that they have here; such as ``logo``.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/updatePack
        """
        body = given(
            overall_rate_limit=overall_rate_limit,
            per_connection_rate_limit=per_connection_rate_limit,
            logo=logo,
            cover=cover,
            example_images=example_images,
            agent_images=agent_images,
            source_code_visibility=source_code_visibility,
            pack_entrypoints=pack_entrypoints,
            name=name,
            description=description,
            short_description=short_description,
            agent_short_description=agent_short_description,
            agent_description=agent_description,
            support_email=support_email,
            terms_of_service_url=terms_of_service_url,
            privacy_policy_url=privacy_policy_url,
        ) | {to_camel(field): None for field in clear}
        return self._ask(models.packs.Pack, "PATCH", self._pack_path(pack_id), body=body, repeatable=True)

    @operation("delete_pack")
    def delete_pack(self, pack_id: int) -> Confirmation:
        """Delete a Pack.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/deletePack
        """
        return self._ask(Confirmation, "DELETE", self._pack_path(pack_id))

    @operation("get_pack_configuration_schema")
    def get_pack_configuration_schema(self, pack_id: int) -> dict[str, Any]:
        """What a configuration of a Pack can say, as a JSON schema.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/getPackConfigurationSchema
        """
        return self._ask(dict[str, Any], "GET", self._pack_path(pack_id, "configurations", "schema"))
