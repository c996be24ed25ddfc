"""``cmx dns transfer``: handing zones over to other projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import designate_of
from codomyrmex.cloud.cli.kinds import command
from codomyrmex.cloud.cli.options import yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list, show_one

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.dns import InfomaniakDNSClient


@click.group(short_help="Hand zones over to other projects.")
def transfer() -> None:
    """Offer zones to other projects, and accept theirs."""


@command(designate_of, "List offers.", group=transfer)
def ls(session: Session, client: InfomaniakDNSClient) -> None:
    """List the offers of the project, and those made to it alone.

    JSON: one offer a line, with its key.
    """
    columns = {"ID": "id", "ZONE": "zone_name", "STATE": "state", "TARGET": "target_project_id"}
    show_list(session, client.list_zone_transfers(), columns)


@command(designate_of, "Offer a zone.", group=transfer)
@click.argument("zone")
@click.option("--target", metavar="PROJECT", help="The id of the only project that may accept it.")
@click.option("--description", help="For people.")
def create(
    session: Session, client: InfomaniakDNSClient, zone: str, target: str | None, description: str | None
) -> None:
    """Offer a zone to another project, which accepts it by the id and the key that this prints.

    JSON: the offer, with its key.
    """
    found = client.find_zone(zone)
    show_one(
        session, client.create_zone_transfer(found.id, target_project_id=target, description=description)
    )


@command(designate_of, "Accept a zone.", group=transfer)
@click.argument("offer", metavar="ID")
@click.option("--key", prompt=True, hide_input=True, help="Its key; asked for if not given.")
def accept(session: Session, client: InfomaniakDNSClient, offer: str, key: str) -> None:
    """Take over a zone that another project offers.

    JSON: one object: zone_id.
    """
    zone_id = client.accept_zone_transfer(offer, key)
    session.done({"zone_id": zone_id}, f"the zone {zone_id} is this project's")


@command(designate_of, "Take an offer back.", group=transfer)
@click.argument("offer", metavar="ID")
@yes_option
def rm(session: Session, client: InfomaniakDNSClient, offer: str, yes: bool) -> None:
    """Take an offer back.

    JSON: one object: id, deleted.
    """
    found = client.get_zone_transfer(offer)
    if not yes:
        ask(session, f"Take the offer of {found.zone_name} back?")
    client.delete_zone_transfer(found.id)
    session.done({"id": found.id, "deleted": True}, text.printable(f"the offer {found.id} is taken back"))
