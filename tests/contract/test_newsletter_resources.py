"""Segments, fields, templates, forms, credits, and the newsletter itself."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient, Selection
from codomyrmex.cloud.infomaniak.newsletter.exceptions import (
    NewsletterNotFoundError,
    NewsletterValidationError,
)
from codomyrmex.cloud.infomaniak.newsletter.models.rules import Condition, Rules
from tests.contract.newsletter import draft, subscribe
from tests.servers.newsletter.records import Tracked
from tests.servers.newsletter.server import NewsletterServer


def test_segments_are_kept_changed_and_deleted(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    field = newsletter_server.domain.add_field("City", "text")
    rules = Rules.any_of(Condition.field("=", field.id, "Bern"))
    made = newsletter.create_segment("In Bern", rules)
    assert newsletter_server.domain.segments.get(made.id).data == {
        "closure": "OR",
        "conds": [
            {
                "closure": "AND",
                "conds": [{"type": "meta", "operator": "=", "meta_id": field.id, "value": "Bern"}],
            }
        ],
    }
    renamed = newsletter.update_segment(made.id, name="In the capital")
    assert (renamed.name, newsletter_server.domain.segments.get(made.id).data["closure"]) == (
        "In the capital",
        "OR",
    )
    others = [newsletter.create_segment(f"Other {number}", rules).id for number in range(3)]
    assert [one.id for one in newsletter.list_segments(search="other")] == others
    assert newsletter.delete_segments(others[:2])
    assert newsletter.delete_segment(made.id)
    assert [one.id for one in newsletter_server.domain.segments] == others[2:]
    with pytest.raises(NewsletterNotFoundError):
        newsletter.get_segment(made.id)


def test_rules_choose_subscribers(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    domain, (first, second, third) = newsletter_server.domain, subscribe(newsletter_server, 3)
    group, city = domain.add_group("members"), domain.add_field("City", "text")
    domain.sending_takes = 0
    domain.add_credits(10)
    first.groups, second.fields = {group.id}, {city.key: "Genève"}
    third.created_at = int(datetime(2020, 5, 5, tzinfo=UTC).timestamp())
    sent = draft(newsletter, recipients={"emails": [first.email, second.email]})
    newsletter.send_campaign(sent.id)
    newsletter.get_campaign(sent.id)
    domain.campaigns.get(sent.id).tracked.append(Tracked(second.email, "open", domain.clock.now()))

    def chosen(*alternatives: Condition | list[Condition]) -> list[int]:
        segment = newsletter.create_segment("Some", Rules.any_of(*alternatives))
        return [one.id for one in newsletter.list_segment_subscribers(segment.id)]

    assert chosen(Condition.group("include", group.id)) == [first.id]
    assert chosen(Condition.field("like", city.id, "nève")) == [second.id]
    assert chosen(Condition.subscribed("between", date(2020, 1, 1), date(2020, 12, 31))) == [third.id]
    assert chosen(Condition.campaign("open", sent.id)) == [second.id]
    assert chosen(Condition.campaign("noopen")) == [first.id, third.id]
    assert chosen(Condition.group("include", group.id), Condition.subscribed("<", date(2021, 1, 1))) == [
        first.id,
        third.id,
    ]
    assert chosen([Condition.campaign("sent", "last5"), Condition.group("exclude", group.id)]) == [second.id]


@pytest.mark.parametrize(
    ("condition", "missing"),
    [
        ({"type": "meta"}, "operator"),
        ({"type": "meta", "operator": "=", "meta_id": 1}, "value"),
        ({"type": "created_at", "operator": "between", "date1": "2020-01-01"}, "date2"),
        ({"type": "campaign", "operator": "open", "actionId": "custom"}, "campaign_id"),
    ],
)
def test_rules_that_lack_something_are_refused(
    newsletter: InfomaniakNewsletterClient, condition: dict[str, object], missing: str
) -> None:
    rules = {"closure": "OR", "conds": [{"closure": "AND", "conds": [condition]}]}
    with pytest.raises(NewsletterValidationError) as refused:
        newsletter.create_segment("Some", rules)
    assert [one.field for one in refused.value.fields] == [f"data.conds.0.conds.0.{missing}"]
    recipients = {"expert": {"conditions": rules}}
    with pytest.raises(NewsletterValidationError, match=missing):
        draft(newsletter, recipients=recipients)


def test_fields_are_kept_changed_and_deleted(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    (one,) = subscribe(newsletter_server, 1)
    made = newsletter.create_field("City", type="text", slug="town")
    assert (made.name, made.key) == ("City", "town")
    newsletter.update_subscriber(one.id, fields={"town": "Bern"})
    assert newsletter.update_field(made.id, name="Town").name == "Town"
    others = [newsletter.create_field(f"Other {number}", type="number").id for number in range(3)]
    assert [field.id for field in newsletter.list_fields(search="other")] == others
    newsletter.delete_field(made.id)
    assert one.fields == {}
    assert newsletter.delete_fields(Selection.everything(exclude=[others[0]]))
    assert [field.id for field in newsletter_server.domain.fields] == others[:1]


def test_templates_are_read(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    plain = newsletter_server.domain.add_template("Plain", "<p>Bonjour à tous</p>")
    newsletter_server.domain.add_template("Fancy", "<h1></h1>")
    assert [one.name for one in newsletter.list_templates(per_page=1)] == ["Plain", "Fancy"]
    assert newsletter.get_template_html(plain.id) == "<p>Bonjour à tous</p>"
    assert newsletter.update_template_thumbnail(plain.id) == plain.thumbnail != ""
    with pytest.raises(NewsletterNotFoundError):
        newsletter.get_template_html(4)


def test_forms_are_kept_changed_and_deleted(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    group, field = newsletter.create_group("members"), newsletter.create_field("City")
    asked = {"id": field.id, "required": True}
    made = newsletter.create_webform(name="Footer", title="Stay in touch", groups=[group.id], fields=[asked])
    assert (made.name, made.title) == ("Footer", "Stay in touch")
    assert newsletter.update_webform(made.id, title="Join").title == "Join"
    kept = newsletter_server.domain.webforms.get(made.id).said
    assert kept == {"name": "Footer", "title": "Join", "groups": [group.id], "fields": [asked]}
    assert newsletter.get_webform(made.id).title == "Join"
    assert [one.id for one in newsletter.list_webform_fields(made.id)] == [field.id]
    assert len(newsletter.list_webform_themes()) == 2
    others = [newsletter.create_webform(name=f"Other {number}").id for number in range(3)]
    assert [one.id for one in newsletter.list_webforms(search="other")] == others
    newsletter.delete_webform(made.id)
    newsletter.delete_webforms(others[1:]).wait()
    assert [one.id for one in newsletter_server.domain.webforms] == others[:1]
    with pytest.raises(NewsletterNotFoundError):
        newsletter.create_webform(name="Astray", groups=[group.id + 1000])


def test_credits_are_counted(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    newsletter_server.domain.add_credits(5000)
    subscribe(newsletter_server, 2)
    sent = draft(newsletter, "Sold out")
    newsletter.send_campaign(sent.id)
    bought, used = newsletter.list_credits(order_by="quantity", order="desc")
    assert (bought.quantity, used.quantity) == (5000, -2)
    assert (used.campaign_id, used.campaign_subject) == (sent.id, "Sold out")
    assert [one.id for one in newsletter.list_account_credits(search="sold")] == [used.id]
    assert newsletter.get_credit_details() == {"available": 4998, "used": 2}
    pack = newsletter.list_credit_packs()[0]
    assert newsletter.checkout_credits(pack["id"]) == "https://shop.example.com/packs/1"
    with pytest.raises(NewsletterNotFoundError):
        newsletter.checkout_credits(99)


def test_the_newsletter_itself(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    seen = newsletter.get_domain()
    assert (seen.id, seen.name, seen.status) == (7, "letters.example.com", "enabled")
    assert set(newsletter.get_api_key()) == {"client_api", "client_secret"}
    assert newsletter.delete_domain()
    assert newsletter_server.domain.deleted
    with pytest.raises(NewsletterNotFoundError):
        newsletter.get_domain()
