"""Campaigns of the newsletter, from the draft to the report."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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


def test_a_draft_keeps_what_it_was_made_with(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    made = draft(
        newsletter,
        content_html="<p>Grüezi 🎉</p>",
        preheader="Inside: more",
        tracking_utm={"utm_source": "letters"},
        unsub_link=None,
    )
    assert newsletter_server.domain.campaigns.get(made.id).said == {
        "subject": "News",
        "email_from_name": "Letters",
        "email_from_addr": "news@letters.example.com",
        "lang": "en_GB",
        "content_html": "<p>Grüezi 🎉</p>",
        "preheader": "Inside: more",
        "recipients": {"all_subscribers": True},
        "tracking_utm": {"utm_source": "letters"},
        "unsub_link": None,
    }
    seen = newsletter.get_campaign(made.id, include=("content", "recipients"))
    assert (seen.id, seen.status, seen.subject) == (made.id, "draft", "News")
    assert seen.content == "<p>Grüezi 🎉</p>"
    assert seen.tracking_utm is not None
    assert seen.tracking_utm.utm_source == "letters"
    assert seen.statistics is None


def test_a_change_leaves_the_rest(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    made = draft(newsletter, preheader="before")
    assert newsletter.update_campaign(made.id, subject="Later news").subject == "Later news"
    said = newsletter_server.domain.campaigns.get(made.id).said
    assert (said["subject"], said["preheader"]) == ("Later news", "before")


def test_a_copy_is_a_draft_of_its_own(newsletter: InfomaniakNewsletterClient) -> None:
    made = draft(newsletter)
    twin = newsletter.duplicate_campaign(made.id)
    newsletter.update_campaign(twin.id, subject="Twin")
    assert (twin.status, newsletter.get_campaign(made.id).subject) == ("draft", "News")


def test_campaigns_are_found(newsletter: InfomaniakNewsletterClient) -> None:
    spring, autumn = draft(newsletter, "Spring"), draft(newsletter, "Autumn")
    newsletter.schedule_campaign(autumn.id, datetime.now(UTC) + timedelta(days=1))
    assert [one.id for one in newsletter.list_campaigns(search="spring")] == [spring.id]
    assert [one.id for one in newsletter.list_campaigns(status=["scheduled", "sent"])] == [autumn.id]
    assert [one.id for one in newsletter.list_campaigns(order_by="subject")] == [autumn.id, spring.id]
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert list(newsletter.list_campaigns(date_from=tomorrow)) == []
    assert newsletter.count_campaigns() == 2
    assert newsletter.count_campaigns(status=["draft"]) == 1


def test_a_test_goes_to_one_address(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    made = draft(newsletter)
    assert newsletter.test_campaign(made.id, "me@example.org")
    assert newsletter_server.domain.campaigns.get(made.id).tests == ["me@example.org"]
    with pytest.raises(NewsletterValidationError) as refused:
        newsletter.test_campaign(made.id, "nobody")
    assert [one.field for one in refused.value.fields] == ["email"]


def test_what_is_scheduled_is_sent_when_its_time_has_come(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    domain, made = newsletter_server.domain, draft(newsletter)
    domain.add_credits(10)
    subscribe(newsletter_server, 3)
    when = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    assert newsletter.schedule_campaign(made.id, when)
    scheduled = newsletter.get_campaign(made.id)
    assert (scheduled.status, scheduled.started_at) == ("scheduled", when)
    assert domain.credit == 10
    domain.clock.ahead = 3601
    assert newsletter.get_campaign(made.id).status == "sending"
    assert domain.credit == 7


def test_what_is_canceled_is_not_sent(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    made = draft(newsletter)
    newsletter.schedule_campaign(made.id, datetime.now(UTC) + timedelta(hours=1))
    assert newsletter.cancel_campaign(made.id)
    newsletter_server.domain.clock.ahead = 3601
    assert newsletter.get_campaign(made.id).status == "canceled"
    with pytest.raises(NewsletterValidationError) as refused:
        newsletter.cancel_campaign(made.id)
    assert (refused.value.status, refused.value.code) == (400, "bad_request")


def test_sending_uses_credits_and_is_counted(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    domain, made = newsletter_server.domain, draft(newsletter)
    domain.add_credits(10)
    subscribe(newsletter_server, 4)
    assert newsletter.send_campaign(made.id)
    seen = [newsletter.get_campaign(made.id).status for _ in range(2)]
    assert seen == ["sending", "sent"]
    assert domain.credit == 6
    statistics = newsletter.get_campaign(made.id, include="statistics").statistics
    assert statistics is not None
    assert (statistics.sent_count, statistics.delivery_count, statistics.open_count) == (4, 4, 0)
    assert statistics.delivery_rate == 100


def test_a_campaign_that_was_sent_is_not_sent_again(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    newsletter_server.domain.sending_takes = 0
    made = draft(newsletter)
    newsletter.send_campaign(made.id)
    assert newsletter.get_campaign(made.id).status == "sent"
    for again in (newsletter.send_campaign, newsletter.schedule_campaign):
        with pytest.raises(NewsletterValidationError, match="sent"):
            again(made.id)
    with pytest.raises(NewsletterValidationError, match="sent"):
        newsletter.update_campaign(made.id, subject="Too late")


def test_without_credits_it_stays_a_draft(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    subscribe(newsletter_server, 2)
    newsletter_server.domain.add_credits(1)
    made = draft(newsletter)
    with pytest.raises(NewsletterValidationError, match="credits"):
        newsletter.send_campaign(made.id)
    assert newsletter.get_campaign(made.id).status == "draft"
    assert newsletter_server.domain.credit == 1


def test_groups_segments_and_rules_say_who_receives_it(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    domain = newsletter_server.domain
    domain.sending_takes = 0
    domain.add_credits(10)
    members, guests = domain.add_group("members"), domain.add_group("guests")
    in_one, in_both, in_other, by_rule, gone = subscribe(newsletter_server, 5)
    in_one.groups, in_both.groups = {members.id}, {members.id, guests.id}
    in_other.groups, gone.groups, gone.status = {guests.id}, {members.id}, "unsubscribed"
    city = domain.add_field("City", "text")
    by_rule.fields = {city.key: "Genève"}
    rules = Rules.any_of([Condition.field("start", city.id, "Gen"), Condition.group("exclude", guests.id)])
    made = draft(
        newsletter,
        recipients={
            "groups": {"include": [members.id], "exclude": [guests.id]},
            "expert": {"conditions": rules},
        },
    )
    newsletter.send_campaign(made.id)
    newsletter.get_campaign(made.id)
    sent = {one.email for one in newsletter.get_tracking(made.id, action="send")}
    assert sent == {in_one.email, by_rule.email}


def test_reports_tell_what_became_of_it(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    domain = newsletter_server.domain
    domain.sending_takes = 0
    domain.add_credits(10)
    first, second, third = (one.email for one in subscribe(newsletter_server, 3))
    made = draft(newsletter)
    newsletter.send_campaign(made.id)
    newsletter.get_campaign(made.id)
    link = "https://letters.example.com/more"
    domain.campaigns.get(made.id).tracked += (
        Tracked(first, "open", domain.clock.now()),
        Tracked(first, "click", domain.clock.now(), link),
        Tracked(first, "click", domain.clock.now(), link),
        Tracked(second, "open", domain.clock.now()),
    )
    assert [(one.url, one.click_count) for one in newsletter.links_activity(made.id)] == [(link, 2)]
    activity = newsletter.subscribers_activity(made.id, order_by="open_count", order="desc")
    assert {one.email: (one.open_count, one.click_count) for one in activity} == {
        first: (1, 2),
        second: (1, 0),
        third: (0, 0),
    }
    assert [one.email for one in newsletter.subscribers_activity(made.id, action="not_open")] == [third]
    assert [one.email for one in newsletter.get_tracking(made.id, action="click")] == [first, first]
    assert len(list(newsletter.get_tracking(made.id, search=second))) == 3


def test_deleted_campaigns_are_gone(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    one, *others, kept = [draft(newsletter, f"News {number}") for number in range(5)]
    assert newsletter.delete_campaign(one.id)
    with pytest.raises(NewsletterNotFoundError):
        newsletter.get_campaign(one.id)
    newsletter.delete_campaigns([other.id for other in others]).wait()
    assert [left.id for left in newsletter_server.domain.campaigns] == [kept.id]


def test_a_filter_says_which_campaigns_are_deleted(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    old, excluded, new = draft(newsletter, "old 1"), draft(newsletter, "old 2"), draft(newsletter, "new")
    chosen = Selection.everything(search="old", status="draft", exclude=[excluded.id])
    newsletter.delete_campaigns(chosen).wait()
    assert [one.id for one in newsletter_server.domain.campaigns] == [excluded.id, new.id]
    assert old.id not in newsletter_server.domain.campaigns


def test_a_campaign_becomes_a_template(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    like = newsletter_server.domain.add_template("Plain", "<p></p>")
    made = draft(newsletter, content_html="<h1>Hello</h1>")
    uuid = str(newsletter.create_template_from_campaign(made.id, like.id))
    assert newsletter_server.domain.template(uuid).html == "<h1>Hello</h1>"
    with pytest.raises(NewsletterNotFoundError):
        newsletter.create_template_from_campaign(made.id, 4)
    assert newsletter.test_campaign_template(uuid, ["me@example.org", "you@example.org"])
    assert newsletter_server.domain.template(uuid).tests == ["me@example.org", "you@example.org"]
