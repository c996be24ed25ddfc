"""``cmx dns transfer``: handing zones over to other projects."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import designate_of
from codomyrmex.cloud.cli.options import output_options, profile_option, yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list, show_one


@click.group(short_help="Hand zones over to other projects.")
def transfer() -> None:
    """Offer zones to other projects, and accept theirs."""


@transfer.command(short_help="List offers.")
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, profile: str) -> None:
    """List the offers of the project, and those made to it alone.

    JSON: one offer a line, with its key.
    """
    columns = {"ID": "id", "ZONE": "zone_name", "STATE": "state", "TARGET": "target_project_id"}
    show_list(session, designate_of(session, profile).list_zone_transfers(), columns)


@transfer.command(short_help="Offer a zone.")
@click.argument("zone")
@click.option("--target", metavar="PROJECT", help="The id of the only project that may accept it.")
@click.option("--description", help="For people.")
@profile_option
@output_options
@click.pass_obj
def create(session: Session, zone: str, target: str | None, description: str | None, profile: str) -> None:
    """Offer a zone to another project, which accepts it by the id and the key that this prints.

    JSON: the offer, with its key.
    """
    client = designate_of(session, profile)
    found = client.find_zone(zone)
    show_one(
        session, client.create_zone_transfer(found.id, target_project_id=target, description=description)
    )


@transfer.command(short_help="Accept a zone.")
@click.argument("offer", metavar="ID")
@click.option("--key", prompt=True, hide_input=True, help="Its key; asked for if not given.")
@profile_option
@output_options
@click.pass_obj
def accept(session: Session, offer: str, key: str, profile: str) -> None:
    """Take over a zone that another project offers.

    JSON: one object: zone_id.
    """
    zone_id = designate_of(session, profile).accept_zone_transfer(offer, key)
    session.done({"zone_id": zone_id}, f"the zone {zone_id} is this project's")


@transfer.command(short_help="Take an offer back.")
@click.argument("offer", metavar="ID")
@yes_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, offer: str, yes: bool, profile: str) -> None:
    """Take an offer back.

    JSON: one object: id, deleted.
    """
    client = designate_of(session, profile)
    found = client.get_zone_transfer(offer)
    if not yes:
        ask(session, f"Take the offer of {found.zone_name} back?")
    client.delete_zone_transfer(found.id)
    session.done({"id": found.id, "deleted": True}, text.printable(f"the offer {found.id} is taken back"))
