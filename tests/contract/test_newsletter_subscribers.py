"""Subscribers of the newsletter, one at a time and many at once, and the groups they are in."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient, Selection
from codomyrmex.cloud.infomaniak.newsletter.exceptions import (
    NewsletterNotFoundError,
    NewsletterValidationError,
)
from tests.contract.newsletter import subscribe
from tests.servers.newsletter.records import Subscriber
from tests.servers.newsletter.server import NewsletterServer


def test_a_subscriber_is_made_once_and_then_changed(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    domain = newsletter_server.domain
    city, known = domain.add_field("City", "text"), domain.add_group("known")
    made = newsletter.create_subscriber(
        "zoë@example.org", fields={city.key: "Zürich"}, groups=[known.id, "new one"]
    )
    kept = domain.subscribers.get(made.id)
    new = next(group for group in domain.groups if group.name == "new one")
    assert (kept.email, kept.status, kept.fields) == ("zoë@example.org", "active", {"city": "Zürich"})
    assert kept.groups == {known.id, new.id}
    again = newsletter.create_subscriber("zoë@example.org", status="unsubscribed")
    assert (again.id, again.status) == (made.id, "unsubscribed")
    assert (kept.fields, len(kept.groups)) == ({"city": "Zürich"}, 2)


def test_more_is_loaded_on_demand(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    (one,) = subscribe(newsletter_server, 1)
    one.fields = {newsletter_server.domain.add_field("City", "text").key: "Bern"}
    one.groups = {newsletter_server.domain.add_group("members").id}
    assert newsletter.get_subscriber(one.id).groups == []
    seen = newsletter.get_subscriber(one.id, include=("groups", "fields", "statistics"))
    assert [group.name for group in seen.groups] == ["members"]
    assert [(field.key, field.value) for field in seen.fields] == [("city", "Bern")]
    assert seen.statistics is not None
    assert seen.statistics.sent_count == 0


def test_a_change_leaves_what_is_not_given(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    (one,) = subscribe(newsletter_server, 1)
    one.fields = {newsletter_server.domain.add_field("City", "text").key: "Bern"}
    group = newsletter_server.domain.add_group("members")
    newsletter.update_subscriber(one.id, groups=[group.id])
    assert (one.fields, one.groups, one.status) == ({"city": "Bern"}, {group.id}, "active")
    newsletter.update_subscriber(one.id, status="unsubscribed", fields={"city": "Basel"})
    assert (one.fields, one.groups, one.status) == ({"city": "Basel"}, {group.id}, "unsubscribed")


def test_who_was_deleted_comes_back_with_what_was_known_and_who_was_forgotten_does_not(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    deleted, forgotten = subscribe(newsletter_server, 2)
    key = newsletter_server.domain.add_field("City", "text").key
    deleted.fields = forgotten.fields = {key: "Bern"}
    assert newsletter.delete_subscriber(deleted.id)
    assert newsletter.forget_subscriber(forgotten.id)
    for one in (deleted, forgotten):
        with pytest.raises(NewsletterNotFoundError):
            newsletter.get_subscriber(one.id)
    assert newsletter.create_subscriber(deleted.email).fields[0].value == "Bern"
    assert newsletter.create_subscriber(forgotten.email).fields == []


def test_subscribers_are_found(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    first, second, third = subscribe(newsletter_server, 3)
    group = newsletter_server.domain.add_group("members")
    first.groups = second.groups = {group.id}
    second.status = "bounced"

    def found(**filters: object) -> list[int]:
        return [one.id for one in newsletter.list_subscribers(**filters)]  # type: ignore[arg-type]

    assert found(status="bounced") == [second.id]
    assert found(groups=[group.id]) == [first.id, second.id]
    assert found(search="READER0002") == [third.id]
    assert found(order_by="email", order="desc") == [third.id, second.id, first.id]
    assert newsletter.count_subscribers(groups=[group.id], status="active") == 1
    counts = newsletter.count_subscribers_status()
    assert isinstance(counts, dict)
    assert (counts["active"], counts["bounced"], counts["junk"]) == (2, 1, 0)


def test_a_segment_and_a_filter_leave_some(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    domain, everyone = newsletter_server.domain, subscribe(newsletter_server, 30)
    city = domain.add_field("City", "text")
    for one in everyone[:25]:
        one.fields = {city.key: "Bern"}
    condition = {"type": "meta", "operator": "=", "meta_id": city.id, "value": "Bern"}
    rules = {"closure": "OR", "conds": [{"closure": "AND", "conds": [condition]}]}
    segment = newsletter.create_segment("In Bern", rules)
    found = newsletter.filter_subscribers(segment=segment.id, search="reader00", per_page=10)
    assert [one.id for one in found] == [one.id for one in everyone[:25]]
    assert len(newsletter_server.sent("POST", "/subscribers/filter")) == 3


def test_groups_are_lists_of_subscribers(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    everyone = subscribe(newsletter_server, 4)
    group = newsletter.create_group("members")
    moved = newsletter.assign_group_subscribers(group.id, [one.id for one in everyone[:3]])
    assert [one.id for one in moved] == [one.id for one in everyone[:3]]
    newsletter.unassign_group_subscribers(group.id, [everyone[0].id])
    everyone[1].status = "unsubscribed"
    seen = [one.id for one in newsletter.list_group_subscribers(group.id)]
    assert seen == [one.id for one in everyone[1:3]]
    assert [one.id for one in newsletter.list_group_subscribers(group.id, status="active")] == [
        everyone[2].id
    ]
    assert newsletter.get_group(group.id, include="subscribed_count").subscribed_count == 1


def test_groups_are_renamed_found_and_deleted(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    first, *others = [newsletter.create_group(f"list {number}") for number in range(4)]
    (one,) = subscribe(newsletter_server, 1)
    one.groups = {first.id}
    assert newsletter.update_group(first.id, name="the first").name == "the first"
    assert [group.id for group in newsletter.list_groups(search="first")] == [first.id]
    assert newsletter.count_groups() == 4
    newsletter.delete_group(first.id)
    assert one.groups == set()
    newsletter.delete_groups([group.id for group in others[:2]]).wait()
    assert [group.name for group in newsletter_server.domain.groups] == ["list 3"]
    with pytest.raises(NewsletterNotFoundError):
        newsletter.get_group(first.id)


@pytest.fixture
def readers(newsletter_server: NewsletterServer) -> list[Subscriber]:
    """Ten readers."""
    return subscribe(newsletter_server, 10)


def test_many_are_put_into_groups_and_taken_out(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient, readers: list[Subscriber]
) -> None:
    known = newsletter_server.domain.add_group("known")
    everyone = Selection.everything(exclude=[readers[0].id])
    newsletter.assign_subscribers(everyone, [known.id, "new"]).wait()
    new = next(group for group in newsletter_server.domain.groups if group.name == "new")
    assert [one.groups for one in readers] == [set(), *[{known.id, new.id}] * 9]
    newsletter.unassign_subscribers(Selection.everything(groups=[new.id]), known.id).wait()
    assert [one.groups for one in readers] == [set(), *[{new.id}] * 9]


def test_many_are_unsubscribed(newsletter: InfomaniakNewsletterClient, readers: list[Subscriber]) -> None:
    newsletter.unsubscribe_subscribers(Selection.everything(search="reader0003")).wait()
    assert [one.status for one in readers].index("unsubscribed") == 3
    newsletter.unsubscribe_subscribers([one.id for one in readers]).wait()
    assert {one.status for one in readers} == {"unsubscribed"}


def test_many_are_deleted(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient, readers: list[Subscriber]
) -> None:
    for one in readers[:4]:
        one.status = "bounced"
    newsletter.delete_subscribers(Selection.everything(status="bounced")).wait()
    newsletter.delete_subscribers([readers[4].id, readers[5].id]).wait()
    assert list(newsletter_server.domain.subscribers) == readers[6:]


def test_a_wrong_field_is_named(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    with pytest.raises(NewsletterValidationError) as refused:
        newsletter.create_subscriber("nobody", fields={"shoe_size": "44"})
    assert [(one.field, one.code) for one in refused.value.fields] == [("email", "validation_rule_email")]
    with pytest.raises(NewsletterValidationError) as refused:
        newsletter.create_subscriber("somebody@example.org", fields={"shoe_size": "44"})
    assert [one.field for one in refused.value.fields] == ["fields.shoe_size"]
    assert len(newsletter_server.domain.subscribers) == 0
