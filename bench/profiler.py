"""Where the CPU of a server goes: py-spy samples from outside whoever holds the interpreter, and Linux says how much
CPU which kind of thread has used. What is done without the interpreter, such as writing to a socket, is only there.
"""

import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

SAMPLES_PER_SECOND = 500
SHOWN = 28
LEAST_SHARE = 0.005
SCAFFOLD = ("<string>", "academy/cli/", "asyncio/runners.py", "concurrent/", "threading.py", "uvicorn/server.py")
"""What starts everything else and so is above it in every stack."""
PROGRAM = Path(sys.executable).with_name("py-spy")


@contextmanager
def sampled(name: str, pids: Sequence[int]) -> Iterator[None]:
    """Sample processes while the block lasts, then print what they did."""
    with TemporaryDirectory() as folder, ExitStack() as ending:
        files = [Path(folder) / str(pid) for pid in pids]
        samplers = [_start(pid, file) for pid, file in zip(pids, files, strict=True)]
        for sampler in samplers:
            ending.callback(sampler.kill)
        before, began = _threads(pids), time.monotonic()
        yield
        seconds = time.monotonic() - began
        spent = {name: used - before.get(name, 0) for name, used in _threads(pids).items()}
        for sampler in samplers:
            sampler.send_signal(signal.SIGINT)
            sampler.wait(timeout=30)
        stacks = [line for file in files if file.exists() for line in file.read_text().splitlines()]
    print(f"\n{name}: {sum(spent.values()):.2f} s of CPU in {seconds:.1f} s\n\n{report(stacks, spent)}\n", flush=True)


def report(stacks: Iterable[str], spent: Mapping[str, float]) -> str:
    """Say where the CPU went, given stacks as `frame;frame;frame samples` and seconds by thread."""
    own, below, packages, threads = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for line in stacks:
        stack, _, samples = line.rpartition(" ")
        thread, *calls = stack.split(";")
        if not calls:
            continue
        frames = [_shortened(call) for call in calls]
        threads[thread.partition(": ")[2]] += int(samples)
        own[frames[-1]] += int(samples)
        packages[_package(frames[-1])] += int(samples)
        for frame in {frame for frame in frames if not frame.startswith(SCAFFOLD)}:
            below[frame] += int(samples)
    total = sum(own.values()) or 1
    parts = [_shares("CPU by kind of thread", spent, sum(spent.values()) or 1)]
    for title, counted in (
        ("Python by thread", threads),
        ("by package", packages),
        ("in the function itself", own),
        ("with all it calls", below),
    ):
        parts.append(_shares(title, counted, total))
    return "\n\n".join(parts)


def _start(pid: int, file: Path) -> "subprocess.Popen[bytes]":
    how = ["--gil", "--function", "--full-filenames", "--threads", "--rate", str(SAMPLES_PER_SECOND)]
    what = ["--pid", str(pid), "--duration", "unlimited", "--format", "raw", "--output", str(file)]
    command = [str(PROGRAM), "record", *how, *what]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _threads(pids: Sequence[int]) -> dict[str, float]:
    """Seconds of CPU by thread name; nothing where the kernel does not tell."""
    spent = defaultdict[str, float](float)
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*"):
            spent[(task / "comm").read_text().strip()] += int((task / "schedstat").read_text().split()[0]) / 1e9
    return spent


def _shortened(frame: str) -> str:
    """`send (/…/site-packages/engineio/async_socket.py:91)` as `engineio/async_socket.py: send`."""
    function, _, place = frame.partition(" (")
    path = place.rstrip(")").rpartition(":")[0]
    for folder in ("site-packages/", f"python{sys.version_info.major}.{sys.version_info.minor}/", f"{Path.cwd()}/"):
        path = path.rpartition(folder)[2]
    return f"{path}: {function}"


def _package(frame: str) -> str:
    path = frame.partition(": ")[0].removesuffix(".py").split("/")
    return "/".join(path[:2]) if path[0] == "academy" else path[0]


def _shares(title: str, counted: Mapping[str, float], total: float) -> str:
    largest = sorted(counted.items(), key=lambda item: -item[1])[:SHOWN]
    rows = [f"  {share / total:6.1%}  {name}" for name, share in largest if share / total >= LEAST_SHARE]
    return "\n".join([f"  {title}", *rows])
