"""``cmx newsletter`` against a newsletter of the tests' own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.newsletter import client_of, draft, subscribe
from tests.servers.newsletter.server import TOKEN, NewsletterServer
from tests.unit.cloud.cli.conftest import Cmx
from tests.unit.cloud.cli.terminal import on_terminal


@pytest.fixture
def newsletter_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NewsletterServer]:
    """A server whose newsletter is that of the environment."""
    with NewsletterServer() as server:
        monkeypatch.setenv("INFOMANIAK_NEWSLETTER_TOKEN", TOKEN)
        monkeypatch.setenv("INFOMANIAK_NEWSLETTER_ID", str(server.domain.id))
        monkeypatch.setenv("INFOMANIAK_NEWSLETTER_URL", server.endpoint)
        yield server


def test_a_campaign_is_sent_and_seen(cmx: Cmx, newsletter_server: NewsletterServer) -> None:
    subscribe(newsletter_server, 3)
    newsletter_server.domain.add_credits(100)
    with client_of(newsletter_server) as client:
        made = draft(client, "Autumn news", content_html="<p>Hello</p>")
    number = str(made.id)
    assert cmx("newsletter", "campaigns").out.splitlines()[1].split()[:2] == [number, "draft"]
    assert (
        cmx("newsletter", "send", number, "--test", "me@example.org").out == "sent to me@example.org alone\n"
    )
    asked = cmx("newsletter", "send", number)
    assert (asked.code, "before anything is sent" in asked.err) == (2, True)
    later = cmx("newsletter", "send", number, "--at", "2099-01-01T08:00", "--yes", "--json").object
    assert later["sent"].startswith("2099-01-01T08:00:00")
    assert cmx("newsletter", "cancel", number).out == f"campaign {number} will not be sent\n"
    code, output = on_terminal("newsletter", "send", number, answers={b"[y/N]": b"n\n"})
    assert code == 1, output
    assert b"Autumn news" in output
    assert cmx("newsletter", "campaigns", "--status", "sent", "--json").out == ""
    assert cmx("newsletter", "send", number, "--yes").out == f"campaign {number} is being sent\n"


def test_subscribers_go_in_and_out(cmx: Cmx, newsletter_server: NewsletterServer, tmp_path: Path) -> None:
    newsletter_server.domain.add_group("Readers")
    file = tmp_path / "readers.csv"
    file.write_text(
        'email,firstname\nada@example.org,"Ada, Countess"\nzoe@example.org,Zoë\n', encoding="utf-8"
    )
    done = cmx("newsletter", "import", file, "--group", "Readers", "--create-fields", "--json")
    assert done.object == {"rows": 2, "made": True}
    assert cmx("newsletter", "groups").out.splitlines()[1].split()[1:] == ["Readers", "2"]
    listed = cmx("newsletter", "subscribers", "--group", "Readers", "--json").lines
    assert [line["email"] for line in listed] == ["ada@example.org", "zoe@example.org"]
    assert cmx("newsletter", "subscribers", "--csv").out == file.read_text(encoding="utf-8")
    again = cmx("newsletter", "import", "-", "--no-wait", stdin=b"email\nada@example.org\n")
    assert again.out == "1 row sent\n"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("stats", "404"), 3, ""),
        (("subscribers", "--group", "Nobody"), 3, "no group with this name"),
        (("import", "-"), 2, "no line of names"),
        (("send", "404", "--yes"), 3, ""),
        (("send", "1", "--test", "a@b.example", "--at", "2030-01-01T00:00"), 2, "leave out --at"),
    ],
)
@pytest.mark.usefixtures("newsletter_server")
def test_what_is_wrong(cmx: Cmx, arguments: tuple[str, ...], code: int, said: str) -> None:
    failed = cmx("newsletter", *arguments)
    assert (failed.code, failed.out) == (code, "")
    assert said in failed.err


@pytest.mark.usefixtures("newsletter_server")
def test_a_wrong_token_is_named_and_not_shown(cmx: Cmx, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "it answers" in cmx("doctor", "newsletter").out
    monkeypatch.setenv("INFOMANIAK_NEWSLETTER_TOKEN", "sesame")
    failed = cmx("newsletter", "groups")
    assert failed.code == 4
    assert "sesame" not in failed.err + failed.out
    monkeypatch.delenv("INFOMANIAK_NEWSLETTER_ID")
    unset = cmx("newsletter", "groups")
    assert unset.code == 7
    assert "INFOMANIAK_NEWSLETTER_ID" in unset.err
