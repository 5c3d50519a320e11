"""What a delivery stream takes its records from."""

from costing.graph.resource import Resource
from policies.engine.logic import Truth, any_of, given

SOURCES = ("kinesisSourceConfiguration", "mskSourceConfiguration")


def sourced(stream: Resource) -> Truth:
    """Whether a delivery stream reads another stream, where its records are encrypted or not."""
    return any_of(given(stream, source) for source in SOURCES)
