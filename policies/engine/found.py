"""Found: a finding with its rule, enforcement level and waiver."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from costing.graph.resource import Resource
from policies.engine.finding import Finding, Status
from policies.engine.profiles import Level
from policies.engine.rule import Rule

if TYPE_CHECKING:  # its model takes long to import, and the policy pack may do without
    from policies.engine.waivers import Waived

CENT = Decimal("0.01")
SHOWN = 5  # resources in the text of a finding; JSON has all


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its enforcement level and waiver."""

    rule: Rule
    finding: Finding
    level: Level
    waived: "Waived | None" = None
    known: bool = False  # listed in the baseline, so it does not fail
    subsumes: tuple[str, ...] = ()  # ids of rules with findings of the same cause, left out
    others: tuple[Resource, ...] = ()  # resources with a finding of this rule and the same cause
    # USD that the fix saves, given once for each resource; None where unknown.
    monthly_saving: Decimal | None = None

    @property
    def status(self) -> Status:
        if self.waived and not self.waived.expired:
            return "waived"
        return "violation" if self.finding.decided else "unknown"

    @property
    def is_error(self) -> bool:
        return self.status == "unknown" and self.finding.broken is not None

    @property
    def message(self) -> str:
        return self.text(SHOWN)

    def text(self, shown: int | None) -> str:
        """Return the message, with the names of so many other resources; all of them for None."""
        note = f" ({self.waived})" if self.waived else ""
        others = f" (also {', '.join(self.subsumes)})" if self.subsumes else ""
        worth = "" if self.monthly_saving is None else words(self.monthly_saving)
        return f"{self.finding.message}{worth}{others}{self.elsewhere(shown)}{note}"

    def elsewhere(self, shown: int | None) -> str:
        """Return the other resources of the same cause, as text."""
        if not self.others:
            return ""
        named = ", ".join(each.name for each in self.others[:shown])
        left = 0 if shown is None else len(self.others) - shown
        more = f" and {left} more" if left > 0 else ""
        return f" (also on {named}{more})"


def words(saved: Decimal) -> str:
    """Return the saving as text of a message; empty below one cent."""
    amount = abs(saved).quantize(CENT)
    if not amount:
        return ""
    if saved < 0:
        return f"; costs {amount:,} USD a month more"
    return f"; saves {amount:,} USD a month"
