"""The client before it has asked anything."""

from __future__ import annotations

import csv
import io
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import codomyrmex
from codomyrmex.cloud import InfomaniakNewsletterClient
from codomyrmex.cloud.common.errors import ConfigurationError, InvalidRequestError
from codomyrmex.cloud.common.providers import CloudProvider
from codomyrmex.cloud.infomaniak.newsletter.imports import Row, csv_of

TOKEN = "t0ken-of-nobody"


def test_it_loads_nothing_of_openstack() -> None:
    program = (
        "import sys; from codomyrmex.cloud import InfomaniakNewsletterClient as Client; Client('t', 1); "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'openstack', 'keystoneauth1'}))"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(codomyrmex.__file__).parent.parent)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_it_is_of_infomaniak() -> None:
    with InfomaniakNewsletterClient(TOKEN, "12") as client:
        assert client.provider is CloudProvider.INFOMANIAK
        assert client.capability == "newsletter"
        assert TOKEN not in repr(client.native)


def test_it_is_not_pickled() -> None:
    with pytest.raises(TypeError, match="Credentials"):
        pickle.dumps(InfomaniakNewsletterClient(TOKEN, 12))


@pytest.mark.parametrize("domain", ["", "12a", "../1", "-1", "١"])
def test_a_newsletter_has_a_number(domain: str) -> None:
    with pytest.raises(ConfigurationError, match="number"):
        InfomaniakNewsletterClient(TOKEN, domain)


def test_a_token_does_not_go_over_the_network_in_the_clear() -> None:
    with pytest.raises(ConfigurationError, match="https") as refused:
        InfomaniakNewsletterClient(TOKEN, 12, base_url="http://newsletter.example")
    assert TOKEN not in str(refused.value)


def test_it_is_made_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFOMANIAK_NEWSLETTER_TOKEN", TOKEN)
    monkeypatch.setenv("INFOMANIAK_NEWSLETTER_ID", "12")
    monkeypatch.setenv("INFOMANIAK_NEWSLETTER_URL", "http://127.0.0.1:1")
    assert InfomaniakNewsletterClient.from_env().native.url == "http://127.0.0.1:1"


@pytest.mark.parametrize("missing", ["INFOMANIAK_NEWSLETTER_TOKEN", "INFOMANIAK_NEWSLETTER_ID"])
def test_what_is_missing_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFOMANIAK_NEWSLETTER_TOKEN", TOKEN)
    monkeypatch.setenv("INFOMANIAK_NEWSLETTER_ID", "12")
    monkeypatch.delenv(missing)
    with pytest.raises(ConfigurationError, match=missing):
        InfomaniakNewsletterClient.from_env()


@pytest.mark.parametrize(
    "name",
    [
        "create_contact",
        "from_credentials",
        "validate_connection",
        "create_mailing_list",
        "delete_contact",
        "delete_mailing_list",
        "get_campaign_statistics",
        "get_contact",
        "get_credits",
        "get_list_contacts",
        "get_mailing_list",
        "get_task_status",
        "import_contacts",
        "list_campaigns",
        "list_mailing_lists",
        "manage_contact",
        "schedule_campaign",
        "send_campaign",
        "send_test",
        "unschedule_campaign",
        "update_contact",
        "update_mailing_list",
    ],
)
def test_older_names_are_there(name: str) -> None:
    assert callable(getattr(InfomaniakNewsletterClient, name))


def test_a_contact_is_subscribed_or_unsubscribed() -> None:
    with pytest.raises(InvalidRequestError, match="subscribed or unsubscribed"):
        InfomaniakNewsletterClient(TOKEN, 12).manage_contact(1, 2, "delete")  # type: ignore[arg-type]


def test_a_file_has_the_columns_of_all_its_rows() -> None:
    rows: list[Row] = [
        {"email": "a@example.org"},
        {"firstname": "Ada", "email": "b@example.org", "vip": True},
    ]
    text, names = csv_of(rows, 0)
    assert names == ["email", "firstname", "vip"]
    assert text == '"a@example.org","",""\r\n"b@example.org","Ada","1"\r\n'


@pytest.mark.parametrize("cell", ["=1+1", "+41", "-1", "@SUM(A1)", 'say "so"', "a,b", "two\nlines", "é"])
def test_a_cell_is_what_it_says(cell: str) -> None:
    text, _ = csv_of([{"email": "a@example.org", "note": cell}], 0)
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a@example.org", cell]]


def test_a_row_without_address_is_named_by_its_number() -> None:
    with pytest.raises(InvalidRequestError, match="Row 11 "):
        csv_of([{"email": "a@example.org"}, {"email": ""}], 10)


def test_an_upload_has_rows() -> None:
    client = InfomaniakNewsletterClient(TOKEN, 12)
    with pytest.raises(InvalidRequestError, match="at least one"):
        client.import_subscribers_from([], rows_per_upload=0)


def test_an_import_of_nothing_asks_nothing() -> None:
    imported = InfomaniakNewsletterClient(TOKEN, 12).import_subscribers_from([])
    assert imported.rows == 0
    assert imported.wait() == 0
