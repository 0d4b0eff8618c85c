"""The command line, run as a person runs it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from academy.core.settings import ROOT


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def academy(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    variables = {f"ACADEMY_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "academy", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, timeout=60, check=False
    )


def bootstrap(setup: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the bootstrap script in a Python in which `setup` was run before."""
    script = f"import sys, runpy; sys.argv[1:] = {list(arguments)!r}; {setup}"
    script += "; runpy.run_path('scripts/bootstrap.py', run_name='__main__')"
    bare = {**os.environ, "PATH": "/nowhere"}
    return subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=bare, capture_output=True, text=True, check=False
    )


def assert_refuses(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_a_taken_port_is_said_with_a_way_out(taken_port: int, tmp_path: Path) -> None:
    done = academy("run", port=taken_port, data_dir=tmp_path)
    assert_refuses(done, f"Port {taken_port} is taken", f"ACADEMY_PORT={taken_port + 1} make run")


def test_an_unwritable_data_folder_is_said_with_a_way_out() -> None:
    assert_refuses(academy("run", data_dir="/proc/academy"), "/proc/academy cannot be written to", "ACADEMY_DATA_DIR=")


def test_a_host_that_is_not_ours_is_said(tmp_path: Path) -> None:
    assert_refuses(academy("run", host="192.0.2.1", data_dir=tmp_path), "cannot listen on 192.0.2.1", "ACADEMY_HOST")


def test_a_setting_that_cannot_be_is_named() -> None:
    assert_refuses(academy("run", port="many"), "ACADEMY_PORT", "'many'", "docs/settings.md")


def test_an_old_python_is_told_what_to_install() -> None:
    done = bootstrap("sys.version_info = (3, 9, 2, 'final', 0)", "-c", "print('ran')")
    assert_refuses(done, "Python 3.11 or newer is needed", "is 3.9", "apt-get install python3.11")
    assert "ran" not in done.stdout


def test_the_bootstrap_runs_a_command_in_the_environment() -> None:
    done = bootstrap("pass", "-c", "import sys; print(sys.prefix)")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith(".venv")
