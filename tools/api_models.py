"""Request shapes of AWS's APIs, read from the models that botocore ships.

A member path is written "LoadBalancers[].TargetGroupArn": [] for the items of a list, {} for the
values of a map.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Shape = Mapping[str, Any]
STEP = re.compile(r"\w[\w-]*|\[\]|\{\}")


def botocore_version() -> str:
    return version("botocore")


@cache
def model(service: str) -> Mapping[str, Any]:
    """Return the newest model of a service: "elbv2"."""
    spec = find_spec("botocore")
    if spec is None or spec.origin is None:
        raise SystemExit("botocore is not installed")
    newest = max((Path(spec.origin).parent / "data" / service).glob("*/service-2.json.gz"))
    read: Mapping[str, Any] = json.loads(gzip.decompress(newest.read_bytes()))
    return read


def request(service: str, operation: str) -> Shape:
    """Return the shape of an operation's request."""
    shapes = model(service)["shapes"]
    found: Shape = shapes[model(service)["operations"][operation]["input"]["shape"]]
    return found


def below(service: str, shape: Shape) -> Iterator[tuple[str, Shape]]:
    """Yield step and shape of each member of a structure, or of the items of a list or map."""
    shapes = model(service)["shapes"]
    match shape["type"]:
        case "structure":
            for name, member in shape["members"].items():
                yield name, shapes[member["shape"]]
        case "list":
            yield "[]", shapes[shape["member"]["shape"]]
        case "map":
            yield "{}", shapes[shape["value"]["shape"]]


def member(service: str, operation: str, path: str) -> tuple[Shape, bool]:
    """Return the shape at a member path, and whether its structure requires it.

    Raises KeyError for a path that the API does not have.
    """
    shape = request(service, operation)
    required = False
    for step in STEP.findall(path):
        required = step in shape.get("required", ())
        shape = dict(below(service, shape))[step]
    return shape, required


def constraints(shape: Shape) -> dict[str, Any]:
    """Return the constraints of a shape: enum, pattern, min, max."""
    return {key: shape[key] for key in ("enum", "pattern", "min", "max") if key in shape}
