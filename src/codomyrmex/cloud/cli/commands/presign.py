"""``cmx presign``."""

from __future__ import annotations

import re

import click

from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session

_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


class _Duration(click.ParamType[int]):
    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = re.fullmatch(r"(\d+)([smhd]?)", str(value))
        if match is None or int(match[1]) == 0:
            self.fail(f"{value!r} is not a duration such as 90, 15m, 12h or 7d.", param, ctx)
        return int(match[1]) * _SECONDS[match[2]]


@click.command(short_help="Print a URL that gives one object away for a while.")
@click.argument("url")
@click.option(
    "--method",
    type=click.Choice(["GET", "PUT"], case_sensitive=False),
    default="GET",
    show_default=True,
    help="Read or write.",
)
@click.option(
    "--expires", type=_Duration(), default="1h", show_default=True, help="How long: 90, 15m, 12h or 7d."
)
@output_options
@click.pass_obj
def presign(session: Session, url: str, method: str, expires: int) -> None:
    """Print a URL with which anyone can read (or write) one object for a while.

    Whoever has the URL has the access: treat it as a secret.

    Some stores want headers in the request, which are printed for --method PUT as curl takes them.

    JSON: one object: url (the address), presigned_url, method, expires_in (seconds), headers
    (that the request must carry).
    """
    storage, bucket, key = session.object(url)
    signed = storage.generate_presigned_url(bucket, key, method=method, expires_in=expires)
    headers = storage.presigned_url_headers(method)
    for name, value in headers.items():
        session.warn(f"the request must carry: -H '{name}: {value}'")
    session.show(
        {
            "url": url,
            "presigned_url": signed,
            "method": method,
            "expires_in": expires,
            "headers": headers,
        },
        signed,
    )
