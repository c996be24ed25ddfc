"""Signatures: those of the documentation's examples, and those that azure-storage-blob makes."""

from __future__ import annotations

import pickle
import random
import string
import threading
import time
from base64 import b64encode
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from azure.core.pipeline import PipelineContext, PipelineRequest
from azure.core.pipeline.transport import HttpRequest
from azure.storage.blob import BlobSasPermissions, generate_blob_sas
from azure.storage.blob._shared.authentication import SharedKeyCredentialPolicy

from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.protocols.azure_blob import sas
from codomyrmex.cloud.protocols.azure_blob.authorization import BearerToken, SasToken
from codomyrmex.cloud.protocols.azure_blob.signing import SharedKey, Unsigned, string_to_sign
from codomyrmex.cloud.wire.target import encode_path, encode_query

ACCOUNT, KEY = "myaccount", b64encode(b"k" * 64).decode()
DATE = "Fri, 26 Jun 2015 23:39:12 GMT"


def test_the_example_of_the_documentation() -> None:
    request = Unsigned(
        "GET",
        "/mycontainer",
        (("restype", "container"), ("comp", "metadata"), ("timeout", "20")),
        {"x-ms-version": "2015-02-21", "x-ms-date": DATE},
        0,
    )
    assert string_to_sign("myaccount", request) == (
        "GET\n\n\n\n\n\n\n\n\n\n\n\n"
        f"x-ms-date:{DATE}\nx-ms-version:2015-02-21\n"
        "/myaccount/mycontainer\ncomp:metadata\nrestype:container\ntimeout:20"
    )


def test_the_example_with_the_account_in_the_path() -> None:
    request = Unsigned("GET", "/myaccount/mycontainer", (), {"x-ms-date": DATE}, 0)
    assert string_to_sign("myaccount", request).endswith("\n/myaccount/myaccount/mycontainer")


HEADERS = (
    "content-md5",
    "content-type",
    "if-match",
    "if-none-match",
    "x-ms-access-tier",
    "x-ms-blob-content-md5",
    "x-ms-blob-content-type",
    "x-ms-blob-type",
    "x-ms-copy-source",
    "x-ms-range",
    "x-ms-source-if-match",
)
PARAMETERS = (
    "blockid",
    "comp",
    "delimiter",
    "include",
    "marker",
    "maxresults",
    "prefix",
    "restype",
    "versionid",
)


def random_request(dice: random.Random) -> Unsigned:
    """A request with any of what ours have."""

    def word(letters: str, longest: int = 12) -> str:
        return "".join(dice.choices(letters, k=dice.randint(1, longest)))

    names = dice.sample(HEADERS, dice.randint(0, len(HEADERS)))
    names += {
        f"x-ms-meta-{dice.choice(string.ascii_lowercase)}{word('ab_12z')}" for _ in range(dice.randint(0, 6))
    }
    headers = {name: word(string.ascii_letters + string.digits + '/+="*') for name in names}
    headers |= {"x-ms-date": DATE, "x-ms-version": "2023-11-03"}
    query = [
        (name, word(string.printable[:95] + "äß日")) for name in dice.sample(PARAMETERS, dice.randint(0, 4))
    ]
    path = encode_path("/" + word(string.ascii_letters + string.digits + " /+%~#?ü日", 30).lstrip("/"))
    method = dice.choice(["GET", "HEAD", "PUT", "POST", "DELETE"])
    return Unsigned(method, path, query, headers, dice.choice([0, 0, 1, 12345]))


@pytest.mark.parametrize("seed", range(300))
def test_signatures_are_those_of_the_sdk(seed: int) -> None:
    request = random_request(random.Random(seed))
    url = f"https://{ACCOUNT}.blob.core.windows.net{request.path}"
    if request.query:
        url += "?" + encode_query(request.query)
    theirs = HttpRequest(request.method, url, headers=dict(request.headers))
    if request.size:
        theirs.headers["content-length"] = str(request.size)
    SharedKeyCredentialPolicy(ACCOUNT, KEY).on_request(PipelineRequest(theirs, PipelineContext(None)))
    assert SharedKey(ACCOUNT, KEY).header(request) == theirs.headers["Authorization"]


BLOBS = ["key", "a b/日本", "a//b", "/a", "x/../y", "a%2Fb", "#?&=*", "dir/"]
EXPIRES = datetime(2026, 11, 21, 6, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("blob", BLOBS)
def test_service_signatures_are_those_of_the_sdk(blob: str, method: str) -> None:
    permission = {"GET": BlobSasPermissions(read=True), "PUT": BlobSasPermissions(create=True, write=True)}
    theirs = generate_blob_sas(
        ACCOUNT, "box", blob, account_key=KEY, permission=permission[method], expiry=EXPIRES, protocol="https"
    )
    # Their version is newer, and the rules are the same.
    version = parse_qs(theirs)["sv"][0]
    grant = sas.Grant("box", blob, {"GET": "r", "PUT": "cw"}[method], sas.moment(EXPIRES), "https", version)
    assert parse_qs(sas.service_sas(SharedKey(ACCOUNT, KEY), grant)) == parse_qs(theirs)


@pytest.mark.parametrize("key", ["no base64!", "a", "ab=c"])
def test_a_key_that_is_none_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        SharedKey(ACCOUNT, key)
    assert key not in str(caught.value).split()


@pytest.mark.parametrize("token", ["", "se=2026", "sig=a\r\nx: y", "sig=ä"])
def test_a_signature_that_is_none_is_refused(token: str) -> None:
    with pytest.raises(ConfigurationError):
        SasToken(token)


@pytest.mark.parametrize("token", ["sv=1&sig=a%2B", "?sv=1&sig=a%2B", " ?sv=1&sig=a%2B\n"])
def test_a_signature_is_taken_as_it_is(token: str) -> None:
    assert SasToken(token).query == "sv=1&sig=a%2B"


class Tokens:
    """Gives token after token, each for so many seconds."""

    def __init__(self, *seconds: float) -> None:
        self.given = 0
        self._seconds = seconds

    def token(self) -> tuple[str, float]:
        self.given += 1
        return f"token-{self.given}", time.time() + self._seconds[min(self.given, len(self._seconds)) - 1]


REQUEST = Unsigned("GET", "/", (), {}, 0)


def test_a_token_is_used_until_shortly_before_its_end() -> None:
    tokens = Tokens(3600)
    bearer = BearerToken(tokens)
    assert {bearer.header(REQUEST) for _ in range(3)} == {"Bearer token-1"}
    ending = BearerToken(Tokens(200))
    assert [ending.header(REQUEST) for _ in range(2)] == ["Bearer token-1", "Bearer token-2"]


def test_a_refused_token_is_replaced_once_for_all_requests_under_way() -> None:
    tokens = Tokens(3600)
    bearer = BearerToken(tokens)
    bearer.header(REQUEST)
    assert bearer.refresh()
    assert bearer.refresh()
    assert tokens.given == 2
    assert bearer.header(REQUEST) == "Bearer token-2"


def test_the_same_token_again_is_no_other() -> None:
    class Same(Tokens):
        def token(self) -> tuple[str, float]:
            return "same", time.time() + 3600

    bearer = BearerToken(Same())
    bearer.header(REQUEST)
    assert not bearer.refresh()


def test_threads_share_a_token() -> None:
    tokens = Tokens(3600)
    bearer = BearerToken(tokens)
    threads = [threading.Thread(target=bearer.header, args=(REQUEST,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tokens.given == 1


@pytest.mark.parametrize(
    "credentials",
    [SharedKey(ACCOUNT, KEY), SasToken("sig=secret"), BearerToken(Tokens(3600))],
    ids=lambda credentials: type(credentials).__name__,
)
def test_credentials_are_neither_shown_nor_pickled(credentials: object) -> None:
    assert "secret" not in repr(credentials)
    assert KEY not in repr(credentials)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(credentials)
