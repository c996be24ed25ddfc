"""The newsletter's client as a whole: what it keeps secret, the names it had, what it needs."""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys
import traceback
from datetime import UTC, datetime, timedelta

import pytest

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    CloudError,
    ConfigurationError,
    InvalidRequestError,
)
from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient
from tests.contract.newsletter import client_of, draft, subscribe
from tests.servers.newsletter.faults import Drop
from tests.servers.newsletter.server import TOKEN, NewsletterServer


def test_the_token_is_nowhere_to_be_seen(
    newsletter_server: NewsletterServer,
    newsletter: InfomaniakNewsletterClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    group = newsletter.create_group("members")
    newsletter_server.fail(Drop(after_work=True))
    with pytest.raises(CloudError) as lost:
        newsletter.create_group("more")
    with pytest.raises(CloudError) as missing:
        newsletter.get_group(group.id + 1000)
    newsletter_server.access.revoke(TOKEN)
    with pytest.raises(CloudError) as refused:
        newsletter.get_group(group.id)
    shown = [repr(newsletter), str(newsletter), repr(newsletter.native), caplog.text]
    for error in (lost.value, missing.value, refused.value):
        shown += (repr(error), str(error), repr(vars(error)), "".join(traceback.format_exception(error)))
        shown.append(repr(pickle.dumps(error)))
    assert [text for text in shown if TOKEN in text] == []
    assert caplog.records != []


def test_a_client_is_not_pickled(newsletter: InfomaniakNewsletterClient) -> None:
    with pytest.raises(TypeError):
        pickle.dumps(newsletter)


@pytest.mark.parametrize("token", ["", "two words", "naïve", "line\nend"])
def test_what_is_no_token_is_not_repeated(newsletter_server: NewsletterServer, token: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        client_of(newsletter_server, token)
    assert not token or token not in str(refused.value)


def test_a_token_goes_over_the_network_encrypted_only() -> None:
    with pytest.raises(ConfigurationError, match="https"):
        InfomaniakNewsletterClient(TOKEN, 7, base_url="http://api.example.com")


@pytest.mark.parametrize("domain", ["", "seven", "7/../8", "-7"])
def test_what_is_no_newsletter_is_refused(newsletter_server: NewsletterServer, domain: str) -> None:
    with pytest.raises(ConfigurationError):
        client_of(newsletter_server, domain=domain)


def test_the_environment_says_which_newsletter(
    newsletter_server: NewsletterServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFOMANIAK_NEWSLETTER_TOKEN", TOKEN)
    with pytest.raises(ConfigurationError, match="INFOMANIAK_NEWSLETTER_ID"):
        InfomaniakNewsletterClient.from_env()
    monkeypatch.setenv("INFOMANIAK_NEWSLETTER_ID", "7")
    monkeypatch.setenv("INFOMANIAK_NEWSLETTER_URL", newsletter_server.endpoint)
    with InfomaniakNewsletterClient.from_env() as client:
        assert client.get_domain().id == 7


def test_the_older_ways_to_make_a_client(newsletter_server: NewsletterServer) -> None:
    with InfomaniakNewsletterClient.from_credentials(TOKEN, 7, newsletter_server.endpoint) as client:
        assert client.validate_connection()
        newsletter_server.access.revoke(TOKEN)
        with pytest.raises(AuthenticationError):
            client.validate_connection()


def test_the_older_names_of_lists_and_contacts(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    members = newsletter.create_mailing_list("members")
    assert [one.id for one in newsletter.list_mailing_lists()] == [members.id]
    assert newsletter.import_contacts(members.id, [{"email": "ada@example.org"}]).wait() == 1
    (ada,) = newsletter.get_list_contacts(members.id)
    assert ada.email == "ada@example.org"
    newsletter.manage_contact(members.id, ada.id, "unsubscribe")
    assert list(newsletter.get_list_contacts(members.id)) == []
    newsletter.manage_contact(members.id, ada.id, "subscribe")
    assert newsletter_server.domain.subscribers.get(ada.id).groups == {members.id}
    with pytest.raises(InvalidRequestError):
        newsletter.manage_contact(members.id, ada.id, "promote")  # type: ignore[arg-type]
    begun = newsletter.delete_subscribers([ada.id])
    assert newsletter.get_task_status(str(begun.id)).is_done
    assert newsletter.delete_mailing_list(members.id)


def test_the_older_names_of_campaigns_and_credits(
    newsletter_server: NewsletterServer, newsletter: InfomaniakNewsletterClient
) -> None:
    newsletter_server.domain.add_credits(10)
    newsletter_server.domain.sending_takes = 0
    subscribe(newsletter_server, 3)
    assert newsletter.get_credits() == {"available": 10, "used": 0}
    made = draft(newsletter)
    assert newsletter.send_test(made.id, "me@example.org")
    assert newsletter.schedule_campaign(made.id, datetime.now(UTC) + timedelta(hours=1))
    assert newsletter.unschedule_campaign(made.id)
    assert newsletter.send_campaign(made.id)
    newsletter.get_campaign(made.id)
    statistics = newsletter.get_campaign_statistics(made.id)
    assert statistics is not None
    assert statistics.sent_count == 3


def test_it_needs_nothing_of_openstack() -> None:
    program = (
        "import sys\n"
        "from codomyrmex.cloud import InfomaniakNewsletterClient\n"
        "InfomaniakNewsletterClient('token', 7)\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('openstack', 'keystoneauth1')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
