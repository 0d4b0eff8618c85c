"""The commands. Each imports what it needs when it is called, so that the common ones start at once."""

import os
from importlib import import_module

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """The AI Enablement Academy."""


@cli.command()
@click.option("--workers", default=1, show_default=True, help="Server processes.")
def run(workers: int) -> None:
    """Prepare what is missing, then serve until Ctrl-C."""
    launcher = import_module("academy.cli.run")
    launcher.prepare()
    launcher.start(workers=workers)


@cli.command()
def build() -> None:
    """Build the production frontend if anything it is made from has changed."""
    import_module("academy.cli.toolchain").prepare(os.environ)
    import_module("academy.cli.builder").build_frontend()


@cli.command()
def seed() -> None:
    """Bring the database up to date and, if it is empty, fill it with the demo academy."""
    settings = import_module("academy.cli.preflight")
    settings.require_writable(settings.read_settings().data_dir)
    click.echo(import_module("academy.cli.data").migrate())


@cli.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Delete everything in the database, then make it anew."""
    settings = import_module("academy.cli.preflight").read_settings()
    if not yes:
        click.confirm(f"This deletes everything in {settings.database}. Go on?", abort=True)
    import_module("academy.cli.data").empty()


@cli.command(hidden=True)
@click.option("--workers", default=1)
def serve(workers: int) -> None:
    """Serve what is built (the last step of `run`)."""
    import_module("academy.cli.toolchain").prepare(os.environ)
    import_module("academy.cli.server").serve(workers=workers)


@cli.command(hidden=True)
@click.argument("server", type=int)
def announce(server: int) -> None:
    """Say when the server with that process id answers."""
    import_module("academy.cli.run").announce(server)
