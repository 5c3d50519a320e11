"""Estimate and check Pulumi AWS programs: `preview`, `estimate`, `check`, `diff`."""

from plimsoll.api import check, diff, estimate, preview

__all__ = ["check", "diff", "estimate", "preview"]
