"""What Packs connect with is in the body of the request, and in no text."""

from __future__ import annotations

import json
import pickle
import traceback
from collections.abc import Iterator

import pytest
from pydantic import SecretStr, ValidationError

from codomyrmex.cloud.coda_io import CodaClient
from codomyrmex.cloud.coda_io.models.packs.connections import PackSystemConnectionMetadata
from codomyrmex.cloud.coda_io.models.packs.credentials import (
    PackConnectionCustomCredentials,
    PackConnectionHeaderCredentials,
    SecretParameter,
)
from codomyrmex.cloud.coda_io.models.packs.patches import PackConnectionHttpBasicPatch
from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.wire.retry import NO_RETRY
from tests.servers.capture import Answer, CaptureServer

SECRET = "open-sesame"
HEADER = PackConnectionHeaderCredentials(token=SecretStr(SECRET))


@pytest.fixture
def coda(capture_server: CaptureServer) -> Iterator[CodaClient]:
    """A client of a server that knows of a connection of a new kind."""
    capture_server.answer = lambda _: Answer(body=b'{"type": "quantum", "maskedState": "***"}')
    with CodaClient("a-token", base_url=capture_server.endpoint, limits={}, retry=NO_RETRY) as client:
        yield client


def sent(server: CaptureServer) -> object:
    return json.loads(server.wait_for(1)[0].body)


def test_credentials_are_sent_as_they_are(coda: CodaClient, capture_server: CaptureServer) -> None:
    credentials = PackConnectionCustomCredentials(params=[SecretParameter(key="k", value=SecretStr(SECRET))])
    coda.set_pack_system_connection(7, credentials=credentials)
    assert sent(capture_server) == {
        "credentials": {"type": "custom", "params": [{"key": "k", "value": SECRET}]}
    }


def test_a_patch_has_what_it_changes_and_its_kind(coda: CodaClient, capture_server: CaptureServer) -> None:
    coda.patch_pack_system_connection(7, PackConnectionHttpBasicPatch(password=SecretStr(SECRET)))
    assert sent(capture_server) == {"type": "httpBasic", "password": SECRET}


@pytest.mark.parametrize("secret", [SECRET, SecretStr(SECRET)])
def test_an_oauth_secret_is_sent_as_it_is(
    secret: str | SecretStr, coda: CodaClient, capture_server: CaptureServer
) -> None:
    with pytest.raises(CloudError):  # the answer is none of OAuth
        coda.set_pack_oauth_config(7, client_id="id", client_secret=secret)
    assert sent(capture_server) == {"clientId": "id", "clientSecret": SECRET}


def test_no_text_shows_credentials() -> None:
    texts = [repr(HEADER), str(HEADER), repr(HEADER.model_dump()), repr(HEADER.model_copy())]
    assert [text for text in texts if SECRET in text] == []


def test_credentials_are_not_pickled() -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(HEADER)


@pytest.mark.parametrize("fields", [{"tokn": SECRET}, {"token": {"text": SECRET}}])
def test_credentials_that_are_wrong_are_not_shown_either(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as caught:
        PackConnectionHeaderCredentials.model_validate(fields)
    assert SECRET not in str(caught.value)


def test_an_answer_that_makes_no_sense_is_not_shown(coda: CodaClient, capture_server: CaptureServer) -> None:
    capture_server.answer = lambda _: Answer(body=json.dumps({"uploadUrl": {"signed": SECRET}}).encode())
    with pytest.raises(CloudError) as caught:
        coda.upload_pack_source_code(7, payload_hash="0", filename="pack.ts")
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_a_signed_address_is_not_in_a_repr(coda: CodaClient, capture_server: CaptureServer) -> None:
    answer = {"uploadUrl": f"https://example.com/?sig={SECRET}", "headers": {"a": SECRET}}
    answer["uploadedPathName"] = "/done"
    capture_server.answer = lambda _: Answer(body=json.dumps(answer).encode())
    upload = coda.upload_pack_source_code(7, payload_hash="0", filename="pack.ts")
    assert upload.upload_url.endswith(SECRET)
    assert SECRET not in repr(upload)


def test_a_connection_of_an_unknown_kind_is_a_plain_one(coda: CodaClient) -> None:
    connection = coda.get_pack_system_connection(7)
    assert type(connection) is PackSystemConnectionMetadata
    assert connection.type == "quantum"
    assert connection.model_extra == {"maskedState": "***"}
