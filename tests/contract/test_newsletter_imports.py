"""Subscribers from rows, and back into a file; and what is known when the network ends it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import ConflictError, InvalidRequestError, OperationTimeoutError
from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient, Selection
from codomyrmex.cloud.infomaniak.newsletter.exceptions import (
    NewsletterAuthenticationError,
    NewsletterForbiddenError,
    NewsletterImportError,
)
from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy
from tests.contract.newsletter import client_of
from tests.servers.newsletter.faults import Altered, Drop, Fault, Half, Stall, page_of_html
from tests.servers.newsletter.server import TOKEN, NewsletterServer, to

IMPORT = "/subscribers/import"


def rows(count: int) -> list[dict[str, str]]:
    """Subscribers whose names are hard on a CSV file."""
    names = ["Ada", 'the "Fox"', "Müller, Zoë", "two\nlines", "semi;colon", "日本語", "=1+1"]
    return [
        {"email": f"reader{number:05d}@example.org", "name": names[number % len(names)], "town": f"T{number}"}
        for number in range(count)
    ]


def stored(server: NewsletterServer) -> list[dict[str, str]]:
    """The subscribers that the server has, as rows."""
    return [{"email": one.email, **one.fields} for one in server.domain.subscribers]


@pytest.fixture
def with_fields(newsletter_server: NewsletterServer) -> None:
    """The newsletter has the fields of the rows."""
    newsletter_server.domain.add_field("Name", "text", "name")
    newsletter_server.domain.add_field("Town", "text", "town")


@pytest.mark.usefixtures("with_fields")
def test_what_is_imported_is_exported(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    given, counts = rows(1000), list[int]()
    begun = newsletter.import_subscribers_from(
        given, groups=["readers"], rows_per_upload=300, progress=counts.append
    )
    assert begun.wait() == begun.rows == 1000
    assert counts == [300, 600, 900, 1000]
    assert stored(newsletter_server) == given
    (group,) = newsletter_server.domain.groups
    listed = newsletter.list_group_subscribers(group.id, include="fields", per_page=500)
    assert [{"email": one.email, **{str(f.key): f.value for f in one.fields}} for one in listed] == given
    assert {one.source for one in newsletter.list_subscribers()} == {"import"}
    exported = newsletter.export_subscribers(Selection.everything()).wait()
    assert list(csv.DictReader(io.StringIO(exported.result, newline=""))) == given


@pytest.mark.usefixtures("with_fields")
def test_rows_are_taken_a_piece_at_a_time(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    sent_when_taken = list[int]()

    def lazily() -> Iterator[dict[str, str]]:
        for row in rows(30):
            sent_when_taken.append(len(newsletter_server.sent("POST", IMPORT)))
            yield row

    newsletter.import_subscribers_from(lazily(), rows_per_upload=10).wait()
    assert sent_when_taken == [0] * 10 + [1] * 10 + [2] * 10


def test_fields_are_made_where_that_is_asked_for(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    with pytest.raises(InvalidRequestError, match="name"):
        newsletter.import_subscribers_from(rows(3))
    assert newsletter_server.sent("POST", IMPORT) == []
    newsletter.import_subscribers_from(rows(3), create_fields=True).wait()
    assert stored(newsletter_server) == rows(3)


@pytest.mark.usefixtures("with_fields")
@pytest.mark.parametrize(("replace", "name"), [(None, "new"), (True, "new"), (False, "old")])
def test_who_is_there_already_is_changed_if_that_is_wanted(
    newsletter_server: NewsletterServer,
    newsletter: InfomaniakNewsletterClient,
    replace: bool | None,
    name: str,
) -> None:
    known = newsletter_server.domain.put_subscriber("known@example.org")
    known.fields = {"name": "old"}
    row = {"email": "known@example.org", "name": "new", "town": "Bern"}
    newsletter.import_subscribers_from([row], replace_fields=replace).wait()
    assert stored(newsletter_server) == [{"email": known.email, "name": name, "town": "Bern"}]


def test_the_steps_one_by_one(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    town = newsletter_server.domain.add_field("Town", "text")
    upload = newsletter.upload_csv_file("a@example.org;'St; Gallen';red\nb@example.org;Bern;blue\n")
    columns: list[Any] = ["email", town.id, {"type": "text", "name": "Colour"}]
    begun = newsletter.import_subscribers(
        columns, upload_id=upload.upload_id, csv_separator=";", csv_enclosure="'"
    )
    begun.wait()
    assert stored(newsletter_server) == [
        {"email": "a@example.org", "town": "St; Gallen", "colour": "red"},
        {"email": "b@example.org", "town": "Bern", "colour": "blue"},
    ]
    with pytest.raises(NewsletterForbiddenError):
        newsletter.import_subscribers(columns, upload_id=upload.upload_id)


@pytest.mark.usefixtures("with_fields")
@pytest.mark.parametrize(
    ("fault", "landed"),
    [
        (Drop(), 100),
        (Drop(after_work=True), 200),
        (Stall(), 100),
        (Stall(after_work=True), 200),
        (Half(), 200),
        (Altered(lambda _: page_of_html().answer), 200),
    ],
    ids=["dropped", "answer-lost", "stalled", "answer-stalled", "half-an-answer", "a-page"],
)
def test_an_import_that_breaks_says_what_was_accepted(
    newsletter_server: NewsletterServer, fault: Fault, landed: int
) -> None:
    # Long enough for a machine that stands still for a while, and where nothing stalls, longer.
    options = ConnectionOptions(stall_timeout=5 if isinstance(fault, Stall) else 30)
    patience = RetryPolicy(budget=60, max_attempts=4, first_delay=0.01)
    with client_of(newsletter_server, connection=options, retry=patience) as newsletter:

        def fail_the_second(accepted: int) -> None:
            if accepted == 100:
                newsletter_server.fail(fault, when=to("POST", IMPORT))

        with pytest.raises(NewsletterImportError) as ended:
            newsletter.import_subscribers_from(rows(300), rows_per_upload=100, progress=fail_the_second)
        assert (ended.value.rows_accepted, ended.value.rows_uncertain) == (100, 100)
        assert len(newsletter_server.sent("POST", IMPORT)) == 2
        assert len(newsletter_server.domain.subscribers) == landed
        (begun,) = ended.value.operation_ids
        assert newsletter.get_operation(str(begun)).is_done
        newsletter.import_subscribers_from(rows(300)[ended.value.rows_accepted :]).wait()
    assert stored(newsletter_server) == rows(300)


@pytest.mark.usefixtures("with_fields")
def test_a_token_that_is_revoked_on_the_way_leaves_nothing_uncertain(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    with pytest.raises(NewsletterImportError) as ended:
        newsletter.import_subscribers_from(
            rows(30), rows_per_upload=10, progress=lambda _: newsletter_server.access.revoke(TOKEN)
        )
    assert isinstance(ended.value.__cause__, NewsletterAuthenticationError)
    assert (ended.value.rows_accepted, ended.value.rows_uncertain) == (10, 0)
    assert (ended.value.status, ended.value.code) == (401, "not_authorized")
    assert stored(newsletter_server) == rows(10)


@pytest.mark.usefixtures("with_fields")
def test_an_upload_whose_answer_is_lost_is_sent_again(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    newsletter_server.fail(Drop(after_work=True), when=to("POST", "/import/upload"))
    newsletter.import_subscribers_from(rows(10)).wait()
    assert len(newsletter_server.sent("POST", "/import/upload")) == 2
    assert stored(newsletter_server) == rows(10)


@pytest.mark.usefixtures("with_fields")
def test_a_row_without_address_is_named_before_anything_is_sent(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    with pytest.raises(InvalidRequestError, match="3"):
        newsletter.import_subscribers_from([*rows(3), {"name": "Nobody"}])
    assert newsletter_server.log == []


@pytest.mark.usefixtures("with_fields")
def test_rows_that_are_not_added_in_time_or_never_are_not_counted(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    operations = newsletter_server.domain.operations
    newsletter_server.domain.operations.takes = 0

    def be_slow(_accepted: int) -> None:
        operations.takes = 1000

    begun = newsletter.import_subscribers_from(rows(20), rows_per_upload=10, progress=be_slow)
    with pytest.raises(OperationTimeoutError, match="running"):
        begun.wait(timeout=0)
    assert begun.rows_done == 10
    operations.fail(str(begun.pieces[1].operation.id))
    with pytest.raises(ConflictError, match="failed"):
        begun.wait()
    assert begun.rows_done == 10
