"""What the live layer counts, read from a server's metrics."""

import urllib.request
from collections import Counter

from prometheus_client.parser import text_string_to_metric_families

from academy import routes


def counted(port: int, name: str) -> Counter[str]:
    """One of `academy.live.metrics`, of all workers of a port together, by its first label."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{routes.METRICS.url()}", timeout=30) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    samples = (sample for family in families for sample in family.samples if sample.name == f"{name}_total")
    return Counter({next(iter(sample.labels.values())): int(sample.value) for sample in samples})
