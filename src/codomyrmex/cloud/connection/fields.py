"""The fields of a profile as arguments of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from codomyrmex.config_management import Profile


def given(**arguments: Any) -> dict[str, Any]:
    """Only what is set, so that every default stays where it is defined."""
    return {name: value for name, value in arguments.items() if value is not None}


def text(secret: Any) -> str | None:
    # Profile.resolve() left no reference unread.
    return None if secret is None else cast("str", secret.get_secret_value())


def way(profile: Profile) -> dict[str, Any]:
    """How patient to be, and how to get there."""
    from codomyrmex.cloud.wire import ConnectionOptions, RetryPolicy

    return {
        "retry": RetryPolicy(**given(budget=profile.budget)),
        "connection": ConnectionOptions(
            **given(
                connect_timeout=profile.connect_timeout,
                stall_timeout=profile.stall_timeout,
                ca_bundle=str(profile.ca_bundle) if profile.ca_bundle else None,
                proxy=text(profile.proxy),
            )
        ),
    }
