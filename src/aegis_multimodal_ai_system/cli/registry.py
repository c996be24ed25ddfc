"""``aegis registry``: models are registered, listed, promoted, and tried whether they can be loaded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pydantic import SecretStr

    from aegis_multimodal_ai_system.model_registry import Catalogue, ModelRegistry, ModelVersion

_STAGES = ("staging", "production", "archived")
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object for each version.")


@click.group()
def registry() -> None:
    """Versions of models; see also the settings DATABASE_URL and MODEL_SIGNATURE_POLICY."""


@registry.command()
@click.argument("name")
@click.argument("file", type=click.Path())
@click.option(
    "--key",
    metavar="KEY",
    help="What signs it: a key file, whose password is in COSIGN_PASSWORD, hashivault://NAME or awskms:///KEY.",
)
@click.option("--signature", "signed", metavar="FILE", help="The signature that it has: a .sig or a bundle.")
@click.option("--parent", "parents", multiple=True, metavar="URI", help="What it was made from; repeatable.")
@click.option("--provenance", multiple=True, metavar="NAME=VALUE", help="Where it comes from; repeatable.")
@_JSON
def register(
    name: str,
    file: str,
    key: str | None,
    signed: str | None,
    parents: tuple[str, ...],
    provenance: tuple[str, ...],
    as_json: bool,
) -> None:
    """Store a file as the next version of a model, in staging, signed as the policy demands."""
    from aegis_multimodal_ai_system.model_registry import open_signer, read_signature

    if key is not None and signed is not None:
        raise click.UsageError("Give --key or --signature, not both.")
    with _registry() as opened:
        _show(
            opened.register(
                name,
                file,
                signer=None if key is None else open_signer(key),
                signature=None if signed is None else read_signature(signed),
                parents=parents,
                provenance=dict(_pair(one) for one in provenance),
            ),
            as_json,
        )


@registry.command("list")
@click.argument("name", required=False)
@click.option("--stage", type=click.Choice(_STAGES), help="Only those that are in it.")
@_JSON
def list_versions(name: str | None, stage: str | None, as_json: bool) -> None:
    """List the versions of one model or of all."""
    from aegis_multimodal_ai_system.model_registry import Stage

    with _catalogue() as catalogue:
        for found in catalogue.list(name, stage=Stage(stage) if stage else None):
            _show(found, as_json)


@registry.command()
@click.argument("uri")
def get(uri: str) -> None:
    """Show all that is known of a version, as JSON."""
    with _catalogue() as catalogue:
        click.echo(json.dumps(_fields(catalogue.get(uri)), indent=2, ensure_ascii=False))


@registry.command()
@click.argument("uri")
@_JSON
def promote(uri: str, as_json: bool) -> None:
    """Bring a version from staging to production; the one that was there is archived."""
    with _catalogue() as catalogue:
        _show(catalogue.promote(uri), as_json)


@registry.command()
@click.argument("uri")
def verify(uri: str) -> None:
    """Load a version as a program would, and print the path of its file."""
    with _registry() as opened:
        click.echo(opened.load_artifact(uri))


@registry.command()
@click.option("--delete", is_flag=True, help="Delete them; without this they are listed.")
@click.option(
    "--older-than",
    type=click.FloatRange(min=0),
    default=24,
    show_default=True,
    metavar="HOURS",
    help="Younger objects may belong to a registration that is under way.",
)
def gc(delete: bool, older_than: float) -> None:
    """List or delete objects that a registration left and that no version has."""
    with _registry() as opened:
        for found in opened.orphans(older_than=timedelta(hours=older_than)):
            if delete:
                opened.storage.delete(found.key)
            click.echo(found.key)


@registry.command()
def upgrade() -> None:
    """Make the tables of the catalogue, or bring them to the newest version."""
    from aegis_multimodal_ai_system.model_registry import Catalogue

    Catalogue.upgrade(_database_url()).close()


@contextmanager
def _registry() -> Iterator[ModelRegistry]:
    from aegis_multimodal_ai_system.model_registry import ModelRegistry

    with ModelRegistry.from_settings() as opened:
        yield opened


@contextmanager
def _catalogue() -> Iterator[Catalogue]:
    from aegis_multimodal_ai_system.model_registry import Catalogue

    catalogue = Catalogue.open(_database_url())
    try:
        yield catalogue
    finally:
        catalogue.close()


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise click.UsageError(f"{text!r} is not of the form NAME=VALUE.")
    return name, value


def _database_url() -> SecretStr | None:
    from aegis_multimodal_ai_system import config

    return config.cfg.DATABASE_URL


def _show(found: ModelVersion, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_fields(found), ensure_ascii=False))
    else:
        signer = found.signer or "unsigned"
        click.echo(
            f"{found.uri}  {found.stage}  {found.size}  {signer}  {found.created_at:%Y-%m-%d %H:%M:%S}Z"
        )


def _fields(found: ModelVersion) -> dict[str, Any]:
    return {
        "uri": found.uri,
        "stage": found.stage,
        "file_name": found.file_name,
        "size": found.size,
        "digest": f"sha256:{found.digest}",
        "signer": found.signer,
        "key_hint": found.key_hint,
        "parents": found.parents,
        "provenance": dict(found.provenance),
        "created_at": found.created_at.isoformat(),
        "object": found.key,
    }
