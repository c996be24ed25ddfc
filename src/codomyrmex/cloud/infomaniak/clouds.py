"""The clouds that ``clouds.yaml`` and ``secure.yaml`` describe, as OpenStack's own clients read them.

https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from codomyrmex.cloud.common.errors import ConfigurationError, MissingDependencyError
from codomyrmex.cloud.wire import ConnectionOptions


class CloudEntry(NamedTuple):
    """One cloud of the file.

    Attributes:
        plugin: the plugin of keystoneauth1 that gets tokens.
        region: whose object store to use.
        interface: which of its addresses: ``public``, ``internal`` or ``admin``; the first of several.
        storage_url: the account's address, where the catalog is not to be asked.
        ca_bundle: PEM file of the authorities to trust.
        verify: ``False`` trusts everyone.
    """

    plugin: Any
    region: str | None
    interface: str | list[str]
    storage_url: str | None
    ca_bundle: str | None
    verify: bool

    def way(self, connection: ConnectionOptions | None) -> ConnectionOptions:
        """The same connections, which trust whom the file says unless they say it themselves."""
        given = connection or ConnectionOptions()
        return replace(
            given, ca_bundle=given.ca_bundle or self.ca_bundle, verify=given.verify and self.verify
        )


def read_cloud(name: str) -> CloudEntry:
    """A cloud by its name, from the places where openstacksdk looks: ``OS_CLIENT_CONFIG_FILE``, the folder
    of the process, ``~/.config/openstack`` and ``/etc/openstack``.

    Raises:
        ConfigurationError: there is none of this name, or it is not complete.
        MissingDependencyError: openstacksdk is not installed.
    """
    try:
        from keystoneauth1.exceptions import ClientException, MissingRequiredOptions
        from openstack.config import OpenStackConfig
        from openstack.exceptions import ConfigException
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            "clouds.yaml is read by openstacksdk. Install it with: pip install 'codomyrmex-cloud[infomaniak]'"
        ) from error
    try:
        found = OpenStackConfig().get_one(name)
        plugin = found.get_auth()
    except MissingRequiredOptions as error:
        raise ConfigurationError(f"The cloud {name!r} of clouds.yaml is not complete: {error}.") from error
    except (ClientException, ConfigException) as error:
        raise ConfigurationError(
            f"There is no cloud {name!r} in clouds.yaml, or it cannot be understood."
        ) from error
    trust, _certificate = found.get_requests_verify_args()
    return CloudEntry(
        plugin,
        found.region_name or None,
        found.get_interface("object-store") or "public",
        found.get_endpoint("object-store"),
        trust if isinstance(trust, str) else None,
        bool(trust),
    )
