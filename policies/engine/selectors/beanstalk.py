"""Option settings of Elastic Beanstalk environments."""

from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.logic import blocks, is_unknown


def option(environment: Resource, namespace: str, name: str) -> Any:  # noqa: ANN401 (JSON)
    """Return the value of an option; None where it is not set, UNKNOWN where that is unknown."""
    hidden = False
    for block in blocks(environment, "settings"):
        named = [at(block, key) for key in ("namespace", "name")]
        if named == [namespace, name]:
            return at(block, "value")
        hidden = hidden or any(map(is_unknown, named))
    return UNKNOWN if hidden else None
