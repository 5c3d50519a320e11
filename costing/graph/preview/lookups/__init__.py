"""What a program looks up while it runs, answered without AWS."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from costing.errors import CostingError


class Unanswered(CostingError):  # noqa: N818 (what a lookup is)
    """A lookup that cannot be answered; the program is told why."""


@dataclass(frozen=True, slots=True)
class Lookup:
    token: str  # "aws:ec2/getAmi:getAmi"
    arguments: Mapping[str, Any]
    region: str | None  # its own argument's, its provider's, the stack's

    @property
    def function(self) -> str:
        return self.token.rpartition(":")[2]

    @property
    def where(self) -> str:
        """Return the region. Raise Unanswered where none is stated."""
        if self.region is None:
            raise Unanswered(
                f"{self.function} needs a region: pulumi config set aws:region REGION, or set the "
                "provider's region or AWS_REGION"
            )
        return self.region

    def filters(self, name: str) -> list[str] | None:
        """Return the values of a filter; None where it is not set."""
        found = [
            value
            for each in self.arguments.get("filters") or ()
            if each.get("name") == name
            for value in each.get("values") or ()
        ]
        return found or None
