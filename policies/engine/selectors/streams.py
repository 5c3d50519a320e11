"""Sources of a delivery stream."""

from costing.graph.resource import Resource
from policies.engine.logic import Truth, any_of, given

SOURCES = ("kinesisSourceConfiguration", "mskSourceConfiguration")


def sourced(stream: Resource) -> Truth:
    """Return whether a delivery stream reads another stream, which has its own encryption."""
    return any_of(given(stream, source) for source in SOURCES)
