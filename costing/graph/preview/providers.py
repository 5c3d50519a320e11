"""Which provider a resource has.

As the engine resolves it (pkg/resource/deploy/source_eval.go of pulumi/pulumi, read 2026-08-21):
its own, else its component's, else the stack's default provider of that package and version.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from costing.graph.preview.values import Output
from costing.model import SECRET

PROVIDERS = "pulumi:providers:"


def package_of(token: str) -> str:
    """Return the package of a type; of a provider's type, the package that it provides."""
    return token.removeprefix(PROVIDERS).partition(":")[0]


def default_name(version: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "_", f"default_{version}" if version else "default")


def default_inputs(
    package: str, version: str, config: Mapping[str, Any], secrets: frozenset[str]
) -> dict[str, Any]:
    """Return the inputs of a default provider: the stack's settings of its package."""
    stated = {
        key.removeprefix(f"{package}:"): SECRET if key in secrets else parsed(value)
        for key, value in config.items()
        if key.startswith(f"{package}:")
    }
    return {**stated, **({"version": version} if version else {})}


def parsed(value: Any) -> Any:
    """Return a provider's input as a value: they are passed as JSON text."""
    if isinstance(value, Output):
        return replace(value, value=parsed(value.value))
    if not isinstance(value, str) or not value.startswith(("{", "[", "true", "false")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
