"""Detection of a user's packages that have the names of Plimsoll's own."""

import os
from importlib.util import find_spec
from pathlib import Path

OWN_FOLDER = Path(__file__).resolve().parents[1]
NAMES = ("costing", "policies")


def shadowing() -> dict[str, Path]:
    """Return the packages that Python would import instead of Plimsoll's, by name."""
    found = {name: origin(name) for name in NAMES}
    return {name: path for name, path in found.items() if not path.is_relative_to(OWN_FOLDER)}


def origin(name: str) -> Path:
    spec = find_spec(name)
    return Path(spec.origin if spec and spec.origin else os.sep).resolve()


def require_own_packages() -> None:
    """Raise ImportError, with one line, for a package that shadows one of Plimsoll's."""
    for name, path in shadowing().items():
        raise ImportError(
            f"{path.parent}: this package has the name of Plimsoll's package {name!r} and is "
            "imported instead of it; run the script from another folder, or remove the folder "
            "from PYTHONPATH"
        )
