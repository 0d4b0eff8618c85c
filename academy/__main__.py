"""`python -m academy COMMAND`."""

from academy.cli.main import cli

if __name__ == "__main__":
    cli(prog_name="python -m academy")
