"""Output types that the SDK declares for a resource, and a made-up value of each type."""

import importlib.util
import json
import re
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_origin

from pulumi import _types

PLAIN = {bool: False, int: 0, float: 0}
LOADING = threading.Lock()  # the SDK loads its modules lazily, which threads must not race for


@cache
def modules(package: str) -> Mapping[str, tuple[str, str]]:
    """Return token → (module, class), as the SDK's root module lists them; none without an SDK."""
    found = importlib.util.find_spec(f"pulumi_{package}")
    if found is None or found.origin is None:
        return {}
    text = Path(found.origin).read_text(encoding="utf-8")
    listed = re.search(r'resource_modules="""(.*?)"""', text, re.DOTALL)
    assert listed
    return {
        token: (each["fqn"], name)
        for each in json.loads(listed[1])
        for token, name in each["classes"].items()
    }


@cache
def outputs(token: str) -> Mapping[str, Any]:
    """Return output → its declared type; nothing for a type the SDK does not know."""
    known = modules(token.partition(":")[0])
    if token not in known:
        return {}
    module, name = known[token]
    with LOADING:
        found = getattr(importlib.import_module(module), name)
        return {str(key): kind for key, kind in _types.resource_types(found).items()}


def made(kind: Any, text: str, depth: int = 0) -> Any:
    """Return a value of a declared type: lists of one item, every field of an object."""
    kind = _types.unwrap_optional_type(kind)
    origin = get_origin(kind) or kind
    if origin in PLAIN:
        return PLAIN[origin]
    if isinstance(origin, type) and issubclass(origin, str):
        return text
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {}
    if _types.is_output_type(origin) and depth < 3:
        fields = _types.output_type_types(origin)
        return {key: made(each, text, depth + 1) for key, each in fields.items()}
    if get_args(kind):
        return [made(get_args(kind)[0], text, depth + 1)]
    return None
