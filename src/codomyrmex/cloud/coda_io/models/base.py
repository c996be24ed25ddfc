"""What all of Coda's values have in common."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from codomyrmex.cloud.protocols.rest import Model

T = TypeVar("T")


class CodaModel(Model):
    """A value of Coda: its names are camelCase on the wire and snake_case here."""

    model_config = ConfigDict(alias_generator=to_camel)


class ItemPage(CodaModel, Generic[T]):
    """One page of a list.

    Attributes:
        items: what is on the page.
        href: the API's address of the list.
        next_page_token: what fetches the next page; ``None`` at the end.
        next_page_link: the API's address of the next page.
    """

    items: list[T]
    href: str | None = None
    next_page_token: str | None = None
    next_page_link: str | None = None

    @property
    def token(self) -> str | None:
        """What fetches the next page; ``None`` at the end."""
        return self.next_page_token


class RequestAccepted(CodaModel):
    """A change that was accepted, and will be made within seconds.

    Attributes:
        request_id: what `get_mutation_status` takes.
    """

    request_id: str


class MutationStatus(CodaModel):
    """How far a change is.

    Attributes:
        completed: whether it is made.
        warning: what Coda has to say of it, if anything.
    """

    completed: bool
    warning: str | None = None
