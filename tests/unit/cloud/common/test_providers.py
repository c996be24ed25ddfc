"""The names of providers and of kinds of resource."""

from __future__ import annotations

import json

from codomyrmex.cloud.common.providers import CloudProvider, ResourceType


def test_a_provider_is_its_name() -> None:
    assert CloudProvider("aws") is CloudProvider.AWS
    assert f"{CloudProvider.INFOMANIAK}" == "infomaniak"
    assert json.dumps({"provider": CloudProvider.LOCAL}) == '{"provider": "local"}'


def test_a_kind_of_resource_is_its_name() -> None:
    assert {ResourceType.BUCKET, ResourceType.RECORD_SET, ResourceType.DATABASE} == {
        "bucket",
        "record_set",
        "database",
    }
