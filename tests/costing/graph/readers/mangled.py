"""The engine's own files, and what may become of them in careless hands."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

FILES = sorted(
    each
    for each in (Path(__file__).parents[3] / "files").iterdir()
    if each.suffix in {".json", ".jsonl"}
)
DOCUMENTS = st.sampled_from([each for each in FILES if each.suffix == ".json"])
EDITS = st.lists(
    st.tuples(
        st.lists(st.integers(0, 40), min_size=1, max_size=7),
        st.sampled_from(["drop", "replace", "copy"]),
        st.recursive(
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats()
            | st.text(max_size=9)
            | st.sampled_from(["04da6b54-80e4-46f7-96ec-b56ff0331ba9", "[secret]", "::", "urn:"]),
            lambda inner: (
                st.lists(inner, max_size=2)
                | st.dictionaries(
                    st.sampled_from(
                        ["4dabf18193072939515e22adb298388d", "urn", "id", "value", "a"]
                    ),
                    inner | st.just("5cf8f73096256a8f31e491e813e4eb8e"),
                    max_size=3,
                )
            ),
            max_leaves=4,
        ),
    ),
    min_size=1,
    max_size=4,
)


def mangle(value: Any, path: list[int], edit: str, new: Any) -> Any:
    """Change what a path of positions leads to, as far as it leads."""
    if not path or not isinstance(value, dict | list) or not value:
        return new
    keys = [*value] if isinstance(value, dict) else [*range(len(value))]
    key = keys[path[0] % len(keys)]
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    if len(path) > 1:
        copy[key] = mangle(value[key], path[1:], edit, new)
    elif edit == "drop":
        del copy[key]
    elif edit == "copy" and isinstance(copy, list):
        copy.append(copy[key])
    else:
        copy[key] = new
    return copy


def mangled(content: bytes, changes: Any) -> bytes:
    document = json.loads(content)
    for path, edit, new in changes:
        document = mangle(document, path, edit, new)
    return json.dumps(document, default=str).encode()
