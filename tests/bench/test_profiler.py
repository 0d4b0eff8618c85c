"""What a profile says of the samples it was given."""

from collections import Counter

from bench.profiler import report

SEND = "send (/env/lib/python3/site-packages/engineio/socket.py:91)"
MAIN = "thread (12): MainThread"


def test_samples_count_for_the_function_itself_and_for_all_above_it() -> None:
    stacks = [f"{MAIN};publish (/x/site-packages/socketio/server.py:1);{SEND} 3", f"{MAIN};{SEND} 1", "thread (13) 50"]
    found = report(stacks, Counter({"python": 2.0, "tokio": 2.0})).splitlines()
    assert found.count("  100.0%  engineio/socket.py: send") == 2
    assert "   75.0%  socketio/server.py: publish" in found
    assert "   50.0%  tokio" in found
