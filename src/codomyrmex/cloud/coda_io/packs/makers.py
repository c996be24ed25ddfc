"""Makers and categories of Packs."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models import packs as models
from codomyrmex.cloud.coda_io.models.confirmation import Confirmation
from codomyrmex.cloud.coda_io.packs.service import PackService
from codomyrmex.cloud.coda_io.service import given
from codomyrmex.cloud.common.listing import Listing
from codomyrmex.cloud.common.telemetry import operation


class PackMakers(PackService):
    """Who makes a Pack and what it is about, as its page shows it."""

    @operation("list_pack_makers")
    def list_pack_makers(self, pack_id: int) -> Listing[models.makers.Maker, models.makers.PackMakerPage]:
        """The makers of a Pack.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listPackMakers
        """
        return self._list(models.makers.PackMakerPage, self._pack_path(pack_id, "makers"))

    @operation("add_pack_maker")
    def add_pack_maker(self, pack_id: int, *, login_id: str) -> Confirmation:
        """Show somebody as a maker of a Pack.

        Args:
            pack_id: the Pack.
            login_id: the email address.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/addPackMaker
        """
        return self._ask(
            Confirmation, "POST", self._pack_path(pack_id, "maker"), body=given(login_id=login_id)
        )

    @operation("delete_pack_maker")
    def delete_pack_maker(self, pack_id: int, login_id: str) -> Confirmation:
        """No longer show somebody as a maker of a Pack.

        Args:
            pack_id: the Pack.
            login_id: the email address.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/deletePackMaker
        """
        return self._ask(Confirmation, "DELETE", self._pack_path(pack_id, "maker", login_id))

    @operation("list_pack_categories")
    def list_pack_categories(
        self, pack_id: int
    ) -> Listing[models.packs.PublishingCategory, models.makers.PackCategoryPage]:
        """What a Pack is about.

        Args:
            pack_id: the Pack.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/listPackCategories
        """
        return self._list(models.makers.PackCategoryPage, self._pack_path(pack_id, "categories"))

    @operation("add_pack_category")
    def add_pack_category(self, pack_id: int, *, category_name: str) -> Confirmation:
        """Say of a Pack that it is about something.

        Args:
            pack_id: the Pack.
            category_name: the name of the category.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/addPackCategory
        """
        return self._ask(
            Confirmation,
            "POST",
            self._pack_path(pack_id, "category"),
            body=given(category_name=category_name),
        )

    @operation("delete_pack_category")
    def delete_pack_category(self, pack_id: int, category_name: str) -> Confirmation:
        """No longer say of a Pack that it is about something.

        Args:
            pack_id: the Pack.
            category_name: the name of the category.

        Raises:
            CodaNotFoundError: it is not there, or not for this user.

        https://coda.io/developers/apis/v1#operation/deletePackCategory
        """
        return self._ask(Confirmation, "DELETE", self._pack_path(pack_id, "category", category_name))
