"""Run a command in the project's virtual environment, making the environment first where needed.

    python3 scripts/bootstrap.py [--dev] COMMAND...

COMMAND is given to the environment's Python (`-m academy run`). Needs nothing but a `python3`; it is written so that
an old one, too, can read it and say what is wrong.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
UV = "uv==0.13.8"
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "academy-packages.json")


def stop(sentence):
    sys.exit("\n" + sentence + "\n")


def say(sentence):
    print(sentence)
    sys.stdout.flush()


def is_new_enough(python):
    """Whether that program is a Python we can use."""
    check = "import sys; sys.exit(sys.version_info < {0!r})".format(OLDEST)
    try:
        return subprocess.call([python, "-c", check], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def find_python():
    """The Python that runs this, or a newer one on the PATH if this one is too old."""
    if sys.version_info[:2] >= OLDEST:
        return sys.executable
    names = ["python3.{0}".format(minor) for minor in (13, 12, 11, 14)]
    for found in filter(None, map(shutil.which, names)):
        if is_new_enough(found):
            return found
    return stop(
        "Python {0}.{1} or newer is needed; {2} is {3}.{4}.\n"
        "Install one (Debian, Ubuntu: apt-get install python3.11 python3.11-venv; macOS: brew install python@3.13), "
        "then try again.".format(*(OLDEST + (sys.executable,) + tuple(sys.version_info[:2])))
    )


def make_venv(python):
    """Make `.venv`, or make it anew if what is there does not work."""
    if is_new_enough(PYTHON) and os.path.exists(os.path.join(VENV, "bin", "pip")):
        return
    if subprocess.call([python, "-c", "import venv, ensurepip"], stderr=subprocess.DEVNULL) != 0:
        version = subprocess.check_output([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
        stop(
            "This Python cannot make virtual environments: its `venv` part is not installed.\n"
            "On Debian and Ubuntu: apt-get install python{0}-venv. Then try again.".format(version.decode().strip())
        )
    say("Making .venv ...")
    made = subprocess.run(
        [python, "-m", "venv", "--clear", VENV],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        universal_newlines=True,
    )
    if made.returncode != 0:
        stop("Could not make .venv in {0}:\n{1}".format(ROOT, made.stdout.strip()))


def fingerprint(requirements):
    with open(os.path.join(ROOT, requirements), "rb") as file:
        return hashlib.sha256(UV.encode() + file.read()).hexdigest()


def installed():
    """What is known to be installed completely: requirements file to its fingerprint."""
    try:
        with open(STAMP) as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def install(requirements):
    """Install the pinned packages, unless the very same were installed before."""
    wanted = {name: fingerprint(name) for name in requirements}
    known = installed()
    if all(known.get(name) == value for name, value in wanted.items()):
        return
    say("Installing packages ... (takes a minute the first time)")
    uv = os.path.join(VENV, "bin", "uv")
    files = [part for name in requirements for part in ("-r", os.path.join(ROOT, name))]
    commands = [
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV],
        [uv, "pip", "install", "--quiet", "--python", PYTHON] + files,
    ]
    for command in commands:
        if subprocess.call(command, cwd=ROOT) != 0:
            stop("Packages could not be installed (see above). Is the package index reachable? Then try again.")
    known.update(wanted)
    with open(STAMP, "w") as file:
        json.dump(known, file)


def main(arguments):
    is_development = arguments[:1] == ["--dev"]
    command = arguments[1:] if is_development else arguments
    if not os.access(ROOT, os.W_OK):
        stop("The folder {0} cannot be written to. Move the project to a folder of yours.".format(ROOT))
    make_venv(find_python())
    install(["requirements.txt"] + (["requirements-dev.txt"] if is_development else []))
    os.chdir(ROOT)
    os.environ["PATH"] = os.path.join(VENV, "bin") + os.pathsep + os.environ.get("PATH", "")
    os.execv(PYTHON, [PYTHON] + command)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
