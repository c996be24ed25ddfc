"""Who makes a Pack, and whom it is offered to."""

from __future__ import annotations

from pydantic import Field

from codomyrmex.cloud.coda_io.models.base import CodaModel, ItemPage
from codomyrmex.cloud.coda_io.models.packs.packs import PublishingCategory


class MakerSummary(CodaModel):
    """Who makes a Pack, in short.

    Attributes:
        name: the maker's name.
        picture_link: the maker's picture.
        slug: the maker's name in addresses.
        job_title: what the maker works as.
        employer: where the maker works.
        description: what the maker says.
    """

    name: str
    picture_link: str | None = None
    slug: str | None = None
    job_title: str | None = None
    employer: str | None = None
    description: str | None = None


class Maker(MakerSummary):
    """Who makes a Pack.

    Attributes:
        login_id: the maker's email address.
    """

    login_id: str


class PackMakerPage(ItemPage[Maker]):
    """The makers of a Pack.

    Attributes:
        items: who they are.
    """

    items: list[Maker] = Field(alias="makers")


class PackCategoryPage(ItemPage[PublishingCategory]):
    """What a Pack is about.

    Attributes:
        items: the categories.
    """

    items: list[PublishingCategory] = Field(alias="categories")
