"""Values of the newsletter, in the forms in which they come."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from codomyrmex.cloud.infomaniak.newsletter.models.base import ItemPage
from codomyrmex.cloud.infomaniak.newsletter.models.campaigns import Campaign, Chosen, Recipients
from codomyrmex.cloud.infomaniak.newsletter.models.credits import Credit
from codomyrmex.cloud.infomaniak.newsletter.models.domain import Domain
from codomyrmex.cloud.infomaniak.newsletter.models.groups import Group
from codomyrmex.cloud.infomaniak.newsletter.models.imports import CsvUpload
from codomyrmex.cloud.infomaniak.newsletter.models.operations import OperationStatus
from codomyrmex.cloud.infomaniak.newsletter.models.rules import Condition, Rules
from codomyrmex.cloud.infomaniak.newsletter.models.subscribers import Subscriber
from codomyrmex.cloud.infomaniak.newsletter.models.webforms import Webform
from codomyrmex.cloud.protocols.rest.service import json_of


def test_a_subscriber_as_the_description_has_it() -> None:
    subscriber = Subscriber.model_validate(
        {"id": 67403, "email": "estrella@example.org", "status": "unsubscribed", "created_at": 1731840230}
    )
    assert subscriber.created_at == datetime(2024, 11, 17, 10, 43, 50, tzinfo=UTC)
    assert subscriber.groups == []
    assert subscriber.statistics is None


def test_numbers_and_truth_values_come_as_text() -> None:
    group = Group.model_validate({"id": "7", "name": 2024, "subscribed_count": "120", "domain": 12})
    assert (group.id, group.name, group.subscribed_count, group.domain) == (7, "2024", 120, "12")
    campaign = Campaign.model_validate(
        {"id": 1, "unsub_link": True, "tracking_link": "1", "tracking_opening": "", "force_sended": 0}
    )
    assert (campaign.unsub_link, campaign.force_sended) == ("1", "0")
    assert (campaign.tracking_link, campaign.tracking_opening) == (True, False)


@pytest.mark.parametrize("never", [None, 0, "0", ""])
def test_what_has_not_come_about_has_no_moment(never: Any) -> None:
    assert Campaign.model_validate({"id": 1, "started_at": never}).started_at is None


def test_empty_objects_come_as_lists_and_lists_as_objects() -> None:
    campaign = Campaign.model_validate({"id": 1, "statistics": [], "tracking_utm": []})
    assert campaign.statistics is None
    assert campaign.tracking_utm is None
    domain = Domain.model_validate(
        {"id": 1, "name": "example.org", "statistics": [], "dns": None, "sub_domains": {"0": "a", "2": "b"}}
    )
    assert (domain.statistics, domain.dns, domain.sub_domains) == ({}, [], ["a", "b"])


def test_fields_of_later_versions_are_kept() -> None:
    webform = Webform.model_validate({"id": 3, "captcha": {"kind": "none"}})
    assert webform.model_extra == {"captcha": {"kind": "none"}}


def test_a_value_without_its_id_is_none() -> None:
    with pytest.raises(ValidationError) as refused:
        Subscriber.model_validate({"email": "secret@example.org"})
    assert "secret@example.org" not in str(refused.value)


@pytest.mark.parametrize(
    ("envelope", "token"),
    [
        ({"data": [], "total": 0, "page": 1, "pages": 0}, None),
        ({"data": [], "total": 3, "page": 1, "pages": 2, "items_per_page": 2}, "2"),
        ({"data": [], "total": 3, "page": 2, "pages": 2}, None),
        ({"data": []}, None),
        ({"data": None}, None),
    ],
)
def test_the_next_page(envelope: dict[str, Any], token: str | None) -> None:
    page = ItemPage[Group].model_validate(envelope)
    assert page.items == []
    assert page.token == token


def test_a_page_that_is_one_item_alone() -> None:
    page = ItemPage[Credit].model_validate({"data": {"id": 1, "quantity": "500"}})
    assert [credit.quantity for credit in page.items] == [500]


@pytest.mark.parametrize(
    ("data", "upload_id"), [({"upload_id": 31663}, 31663), ({"id": "7"}, 7), (9, 9), (["email"], None)]
)
def test_an_upload_is_named_in_one_of_several_forms(data: Any, upload_id: int | None) -> None:
    assert CsvUpload.model_validate(data).upload_id == upload_id


def test_the_end_of_an_operation() -> None:
    assert OperationStatus.model_validate({"id": 4, "status": "finished"}).is_done
    assert OperationStatus.model_validate({"status": "canceled"}).is_failed
    running = OperationStatus.model_validate({"status": "running", "progress": "12.5"})
    assert not running.is_done
    assert not running.is_failed
    assert running.progress == 12.5


def test_rules_as_they_are_sent() -> None:
    rules = Rules.any_of(
        [Condition.group("include", 7), Condition.campaign("open", 12)],
        Condition.subscribed("between", date(2024, 1, 1), date(2024, 2, 1)),
        Condition.field("like", 3, "Gen"),
        Condition.campaign("noclick", "last5"),
    )
    assert json_of(rules).decode() == (
        '{"closure":"OR","conds":['
        '{"closure":"AND","conds":['
        '{"type":"mailinglist","operator":"include","mailinglist_id":7},'
        '{"type":"campaign","operator":"open","actionId":"custom","campaign_id":12}]},'
        '{"closure":"AND","conds":['
        '{"type":"created_at","operator":"between","date1":"2024-01-01","date2":"2024-02-01"}]},'
        '{"closure":"AND","conds":[{"type":"meta","operator":"like","meta_id":3,"value":"Gen"}]},'
        '{"closure":"AND","conds":[{"type":"campaign","operator":"noclick","actionId":"last5"}]}]}'
    )


def test_recipients_as_they_are_sent() -> None:
    recipients = Recipients(groups=Chosen(include=[7]), emails=["a@example.org"])
    sent = b'{"recipients":{"emails":["a@example.org"],"groups":{"include":[7]}}}'
    assert json_of({"recipients": recipients}) == sent
