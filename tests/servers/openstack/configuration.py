"""The configuration files of Keystone and of Swift's four servers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SERVERS = ("account", "container", "object")
PROXIES = {"proxy": 300, "watchful": 1}
"""For how many seconds each trusts a token that Keystone called good."""

KEYSTONE = """\
[DEFAULT]
use_stderr = true
[database]
connection = sqlite:///{folder}/keystone.sqlite
sqlite_synchronous = false
[token]
provider = fernet
[fernet_tokens]
key_repository = {folder}/fernet
[fernet_receipts]
key_repository = {folder}/receipts
[credential]
key_repository = {folder}/credential
[cache]
enabled = true
backend = dogpile.cache.memory
[identity]
password_hash_rounds = 4
[oslo_policy]
enforce_scope = false
enforce_new_defaults = false
"""

SWIFT = """\
[swift-hash]
swift_hash_path_prefix = test
swift_hash_path_suffix = test
[storage-policy:0]
name = gold
default = yes
"""

PATIENCE = """\
conn_timeout = 10
node_timeout = 30"""
"""Where there is one server of each kind, nobody makes up for a request that it was too busy for: what the
proxy gives up is a 503, and what an object server does not tell the container server is never listed."""

SERVER = """\
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
workers = 0
disable_fallocate = true
fallocate_reserve = 0
log_address = {folder}/no-syslog
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
log_requests = false
{patience}
container_update_timeout = 30
"""

PROXY = """\
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
user = {user}
swift_dir = {folder}
workers = 0
log_address = {folder}/no-syslog
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk tempurl authtoken s3api s3token
    keystoneauth copy container-quotas slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
# It would leave a server alone for a minute after eleven failures, and there is no other.
error_suppression_interval = 0
{patience}
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{cache_port}
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:tempurl]
use = egg:swift#tempurl
[filter:s3api]
use = egg:swift#s3api
max_bucket_listing = 100
[filter:s3token]
use = egg:swift#s3token
auth_uri = {auth_url}
reseller_prefix = AUTH_
secret_cache_duration = {secret_cache_seconds}
http_timeout = 60
{login}
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
www_authenticate_uri = {auth_url}
{login}
interface = public
delay_auth_decision = true
token_cache_time = {token_cache_seconds}
[filter:keystoneauth]
use = egg:swift#keystoneauth
operator_roles = admin, member
reseller_prefix = AUTH
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:container-quotas]
use = egg:swift#container_quotas
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
"""

LOGIN = """\
auth_url = {auth_url}
auth_type = password
user_domain_id = default
project_domain_id = default
project_name = admin
username = admin
password = {password}"""


def keystone_configuration(folder: Path) -> str:
    """Keystone's file, whose database and keys are in a folder."""
    return KEYSTONE.format(folder=folder)


def write_keystone(folder: Path) -> Path:
    """Write Keystone's file; returns its path."""
    path = folder / "keystone.conf"
    path.write_text(keystone_configuration(folder))
    return path


def swift_files(
    folder: Path,
    user: str,
    ports: Mapping[str, int],
    auth_url: str,
    password: str,
    secret_cache_seconds: int = 0,
) -> dict[str, str]:
    """The files of Swift's servers, by name.

    Args:
        folder: for the files, the rings and the data.
        user: who runs the servers.
        ports: of ``cache``, `PROXIES` and `SERVERS`, by name.
        auth_url: Keystone's address.
        password: of Keystone's administrator.
        secret_cache_seconds: for how long to trust an S3 key without asking Keystone.
    """
    files = {"swift.conf": SWIFT}
    for name in SERVERS:
        text = SERVER.format(folder=folder, user=user, name=name, port=ports[name], patience=PATIENCE)
        files[f"{name}-server.conf"] = text
    for name, seconds in PROXIES.items():
        files[f"{name}-server.conf"] = PROXY.format(
            folder=folder,
            user=user,
            port=ports[name],
            cache_port=ports["cache"],
            auth_url=auth_url,
            login=LOGIN.format(auth_url=auth_url, password=password),
            token_cache_seconds=seconds,
            secret_cache_seconds=secret_cache_seconds,
            patience=PATIENCE,
        )
    return files
