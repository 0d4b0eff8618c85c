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
@click.option("--workers", default=0, help="Server processes; as many as there are processors unless given.")
def cluster(workers: int) -> None:
    """As run, but on Postgres (an embedded one unless ACADEMY_DATABASE_URL names another) and with several workers."""
    if not import_module("academy.cli.preflight").read_settings().database_url:
        os.environ["ACADEMY_DATABASE_URL"] = import_module("academy.core.settings").EMBEDDED
        import_module("academy.core.settings").settings.cache_clear()
    launcher = import_module("academy.cli.run")
    launcher.prepare()
    launcher.start(workers=workers or launcher.processors())


@cli.command()
def dev() -> None:
    """Serve, and build and start anew after every change."""
    import_module("academy.cli.run").check_the_ground()
    import_module("academy.cli.dev").develop()


@cli.command()
def build() -> None:
    """Build the production frontend if anything it is made from has changed."""
    import_module("academy.cli.toolchain").prepare(os.environ)
    import_module("academy.cli.builder").build_frontend()


@cli.command()
@click.option("--scale", default=1, show_default=True, help="How many times as many people to make, for load work.")
def seed(scale: int) -> None:
    """Fill an empty database with the demo academy."""
    preflight = import_module("academy.cli.preflight")
    preflight.require_writable(preflight.read_settings().data_dir)
    data = import_module("academy.cli.data")
    with import_module("academy.cli.postgres").provided():
        data.migrate()
        click.echo(data.fill(scale=scale))


@cli.command()
@click.argument("email")
def admin(email: str) -> None:
    """Make the person with that address an administrator, and print a link to sign in with."""
    import_module("academy.cli.preflight").read_settings()
    with import_module("academy.cli.postgres").provided():
        click.echo(import_module("academy.cli.data").make_admin(email))


@cli.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Delete everything in the database, then make it anew."""
    settings = import_module("academy.cli.preflight").read_settings()
    if not yes:
        click.confirm(f"This deletes everything in {settings.database}. Go on?", abort=True)
    data = import_module("academy.cli.data")
    with import_module("academy.cli.postgres").provided():
        data.empty()
        click.echo(data.fill(scale=1) if settings.demo else "emptied")


@cli.command(hidden=True)
@click.option("--workers", default=1)
@click.option("--announced", is_flag=True, help="Say when it answers.")
def serve(workers: int, announced: bool) -> None:
    """Serve what is built (the last step of `run`)."""
    import_module("academy.cli.toolchain").prepare(os.environ)
    server = import_module("academy.cli.server")
    with import_module("academy.cli.postgres").provided(workers=workers):
        server.prepare_database()
        if announced:
            import_module("academy.cli.run").announce_later(import_module("academy.cli.welcome").welcome())
        server.serve(workers=workers)


@cli.command(hidden=True)
@click.option("--connections", default=100)
def keep_postgres(connections: int) -> None:
    """Run the embedded Postgres until standard input is closed."""
    import_module("academy.cli.postgres").keep(connections=connections)


@cli.command(hidden=True)
@click.argument("server", type=int)
@click.argument("welcome")
def announce(server: int, welcome: str) -> None:
    """Print the welcome as soon as the server with that process id answers."""
    import_module("academy.cli.run").announce(server, welcome)
