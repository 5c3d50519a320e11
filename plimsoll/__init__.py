"""Estimate and check Pulumi AWS programs: `preview`, `estimate`, `check`, `diff`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plimsoll.api import check, diff, estimate, preview

__all__ = ["check", "diff", "estimate", "preview"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 (one of the functions)
    """Import a function when it is used: the command needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from plimsoll import api

    return getattr(api, name)
