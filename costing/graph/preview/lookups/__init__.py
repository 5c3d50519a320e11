"""Lookups of a program (getAmi, getRegion), answered offline."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from costing.errors import CostingError


class Unanswered(CostingError):  # noqa: N818 (reads better than UnansweredError)
    """A lookup that cannot be answered offline; the program receives the message."""


@dataclass(frozen=True, slots=True)
class Lookup:
    token: str  # "aws:ec2/getAmi:getAmi"
    arguments: Mapping[str, Any]
    region: str | None  # of the argument, else the provider, else the stack

    @property
    def function(self) -> str:
        return self.token.rpartition(":")[2]

    @property
    def where(self) -> str:
        """The region. Raise Unanswered if none is set."""
        if self.region is None:
            raise Unanswered(
                f"{self.function} needs a region; run pulumi config set aws:region REGION, or set "
                "the provider's region or AWS_REGION"
            )
        return self.region

    def filters(self, name: str) -> list[str] | None:
        """Return the values of a filter; None if it is not set."""
        found = [
            value
            for each in self.arguments.get("filters") or ()
            if each.get("name") == name
            for value in each.get("values") or ()
        ]
        return found or None
