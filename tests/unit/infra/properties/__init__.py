"""What each module promises, and how each promise is broken."""

from tests.unit.infra.properties.aws import AWS
from tests.unit.infra.properties.azure import AZURE
from tests.unit.infra.properties.gcp import GCP
from tests.unit.infra.properties.openstack import OPENSTACK
from tests.unit.infra.properties.promise import Change, Promise, broken

PROMISES: dict[str, list[Promise]] = {"aws": AWS, "azure": AZURE, "gcp": GCP, "openstack": OPENSTACK}

__all__ = ["PROMISES", "Change", "Promise", "broken"]
