"""How a run of the benchmark is done: at full size or as a rehearsal, measured or profiled."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench import profiler


@dataclass(frozen=True)
class Plan:
    """What was asked for. Only the figures of a run that is neither of these are true.

    Attributes:
        is_rehearsal: With crowds a twentieth the size and a fifth of the repetitions: does it work?
        is_profiled: Sample the servers while they are measured, and say where their CPU goes.
    """

    is_rehearsal: bool = False
    is_profiled: bool = False

    def size(self, full: int) -> int:
        """How many of something there are."""
        return max(full // 20, 2) if self.is_rehearsal else full

    def times(self, full: int) -> int:
        """How often something is done; more often for a profile, which takes many samples."""
        if self.is_profiled:
            return full * 5
        return max(full // 5, 2) if self.is_rehearsal else full

    @property
    def is_true(self) -> bool:
        """Whether the figures of this run are worth keeping."""
        return not (self.is_rehearsal or self.is_profiled)

    @contextmanager
    def measured(self, name: str, pids: Sequence[int]) -> Iterator[None]:
        """What happens inside is measured, so it is what a profile is made of."""
        if not self.is_profiled:
            yield
            return
        with profiler.sampled(name, pids):
            yield
