"""Shipped stacks: configuration as the engine passes it, and recordings of the program."""

import functools
import json
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi
from ruamel.yaml import YAML

from tests.infra.recorder import Answer, Recording, record
from tests.shared import once

ROOT = Path(__file__).parents[2]
EVERYTHING = Path(__file__).parent / "everything.yaml"
STACKS = ("dev", "prod")  # of one region
PROFILES = ("cpu-api", "gpu-inference", "training", "data")
SHIPPED = (*STACKS, "global", *PROFILES)
EVERY = (*SHIPPED, "everything")  # the last is prod with all optional components
ZONES = ["us-east-1a", "us-east-1b", "us-east-1d"]  # of dev and prod


def stack_file(stack: str) -> dict[str, dict[str, Any]]:
    if stack == "everything":
        more = loaded(EVERYTHING)
        return {"config": {**stack_file("prod")["config"], **more}}
    return loaded(ROOT / f"Pulumi.{stack}.yaml")


def loaded(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = YAML(typ="safe", pure=True).load(path)
    return value


def configuration(stack: str) -> dict[str, str]:
    return {key: as_text(value) for key, value in stack_file(stack)["config"].items()}


def as_text(value: object) -> str:
    """Return a value as the engine passes it: objects, lists and booleans as JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def changed(stack: str, changes: Mapping[str, Any]) -> dict[str, str]:
    """Return a stack's configuration with changed settings, by name: `serving.min_size`."""
    config = configuration(stack)
    for path, value in changes.items():
        group, _, name = path.partition(".")
        key = path if ":" in path else f"plimsoll:{group}"
        if name and ":" not in path:
            config[key] = json.dumps({**json.loads(config.get(key, "{}")), name: value})
        else:
            config[key] = as_text(value)
    return config


@functools.cache
def recorded(stack: str) -> Recording:
    """Return the recording of the whole program for a stack."""
    return once(f"recording-{stack}", lambda: run(configuration(stack)))


def run(config: dict[str, str], answers: Mapping[str, Answer] | None = None) -> Recording:
    pulumi.runtime.set_all_config(config)
    try:
        return record(lambda: runpy.run_path(str(ROOT / "__main__.py")) and None, answers)
    finally:
        pulumi.runtime.set_all_config({})
