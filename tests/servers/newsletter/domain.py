"""One newsletter domain: what it keeps."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from tests.servers.newsletter.envelopes import not_found
from tests.servers.newsletter.operations import Operations
from tests.servers.newsletter.records import (
    Campaign,
    Credit,
    Field,
    Group,
    Segment,
    Subscriber,
    Template,
    Webform,
)
from tests.servers.newsletter.tables import Table


@dataclass
class Clock:
    """The server's time, which a test can set ahead."""

    ahead: int = 0

    def now(self) -> int:
        """Seconds since 1970."""
        return int(time.time()) + self.ahead


class Subscribers(Table[Subscriber]):
    """Those on the lists, found by their address too.

    Attributes:
        gone: what is kept of those that were deleted, in case they come again.
    """

    def __init__(self) -> None:
        super().__init__()
        self._by_email: dict[str, Subscriber] = {}
        self.gone: dict[str, Subscriber] = {}

    def add(self, record: Subscriber) -> Subscriber:
        """Keep a subscriber."""
        self._by_email[record.email.lower()] = record
        return super().add(record)

    def remove(self, record: Subscriber) -> None:
        """Take a subscriber off; what is known of them is kept."""
        super().remove(record)
        self._by_email.pop(record.email.lower(), None)
        self.gone[record.email.lower()] = record

    def forget(self, record: Subscriber) -> None:
        """Take a subscriber off, and all that is known of them."""
        self.remove(record)
        self.gone.pop(record.email.lower(), None)

    def of(self, email: str) -> Subscriber | None:
        """The subscriber with an address."""
        return self._by_email.get(email.lower())


@dataclass
class Domain:
    """What a newsletter domain has.

    Attributes:
        sending_takes: how often a campaign that is being sent is looked at until it is sent.
        uploads: the CSV files that wait for their import, by id.
        deleted: whether it is there no more.
    """

    id: int
    name: str
    clock: Clock = field(default_factory=Clock)
    sending_takes: int = 1
    campaigns: Table[Campaign] = field(default_factory=Table)
    subscribers: Subscribers = field(default_factory=Subscribers)
    groups: Table[Group] = field(default_factory=Table)
    segments: Table[Segment] = field(default_factory=Table)
    fields: Table[Field] = field(default_factory=Table)
    templates: Table[Template] = field(default_factory=Table)
    webforms: Table[Webform] = field(default_factory=Table)
    credits: Table[Credit] = field(default_factory=Table)
    operations: Operations = field(default_factory=Operations)
    uploads: dict[int, str] = field(default_factory=dict)
    deleted: bool = False

    @property
    def credit(self) -> int:
        """How many copies can still be sent."""
        return sum(credit.quantity for credit in self.credits)

    def add_credits(self, quantity: int, kind: str = "pack", campaign: Campaign | None = None) -> None:
        """Buy credits, or use them up (negative)."""
        self.credits.add(
            Credit(
                self.credits.next_id(),
                quantity,
                kind,
                self.clock.now(),
                campaign.id if campaign else None,
                campaign.said["subject"] if campaign else None,
            )
        )

    def add_template(self, name: str, html: str) -> Template:
        """Keep a template."""
        number = self.templates.next_id()
        uuid = f"00000000-0000-4000-8000-{number:012d}"
        return self.templates.add(Template(number, uuid, name, html))

    def template(self, template_id: str) -> Template:
        """The template of an id or a UUID.

        Raises:
            RefusedError: it is not there.
        """
        for template in self.templates:
            if template_id in (template.uuid, str(template.id)):
                return template
        raise not_found()

    def field_of(self, key: str) -> Field | None:
        """The custom field of a key."""
        return next((one for one in self.fields if one.key == key), None)

    def add_field(self, name: str, kind: str, slug: str | None = None) -> Field:
        """Make a custom field."""
        key = slug or "_".join(name.lower().split())
        return self.fields.add(Field(self.fields.next_id(), name, key, kind))

    def add_group(self, name: str) -> Group:
        """Make a group."""
        return self.groups.add(Group(self.groups.next_id(), name, self.clock.now()))

    def put_subscriber(self, email: str, source: str = "api") -> Subscriber:
        """The subscriber with this address, made if there is none."""
        found = self.subscribers.of(email)
        if found is not None:
            return found
        new = Subscriber(self.subscribers.next_id(), email, self.clock.now(), source)
        gone = self.subscribers.gone.pop(email.lower(), None)
        if gone is not None:
            new.fields = gone.fields
        return self.subscribers.add(new)
