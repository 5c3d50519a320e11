"""Provider of a resource.

The resource's own, else its component's, else the default provider of the package and version.
Source: pkg/resource/deploy/source_eval.go of pulumi/pulumi, read 2026-08-21.
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
    """Return the package of a type; for a provider's type, the package that it serves."""
    return token.removeprefix(PROVIDERS).partition(":")[0]


def default_name(version: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "_", f"default_{version}" if version else "default")


def default_inputs(
    package: str, version: str, config: Mapping[str, Any], secrets: frozenset[str]
) -> dict[str, Any]:
    """Return the inputs of a default provider: the stack's settings in the package's namespace."""
    specified = {
        key.removeprefix(f"{package}:"): SECRET if key in secrets else parsed(value)
        for key, value in config.items()
        if key.startswith(f"{package}:")
    }
    return {**specified, **({"version": version} if version else {})}


def parsed(value: Any) -> Any:
    """Return the value of a provider's input, which is passed as JSON text."""
    if isinstance(value, Output):
        return replace(value, value=parsed(value.value))
    if not isinstance(value, str) or not value.startswith(("{", "[", "true", "false")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
