"""Budget of a stack, checked by the program itself at the end of `pulumi preview` and `pulumi up`.

```python
import plimsoll.pulumi

plimsoll.pulumi.budget(500)  # before resources and lookups
```
"""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

import pulumi

if TYPE_CHECKING:
    from plimsoll.pulumi.recording import Registrations

__all__ = ["budget"]

IN_PREVIEW = "plimsollPreview"  # feature of the embedded preview, which estimates by itself
TWICE = "plimsoll.pulumi.budget: called twice; call it once, at the start of the program"


def budget(
    monthly_usd: Decimal | float | str | None = None,
    *,
    usage: str | Path | None = None,
    prices: str | Path | None = None,
    region: str | None = None,
    allow_gaps: bool = True,
    top: int = 5,
) -> None:
    """Print the estimate at the end of the program, and fail if it is over the budget.

    Call it once, at the start, before resources and lookups. `monthly_usd`: budget in USD a
    month, compared with the upper estimate; None: `plimsoll:budget` of Pulumi.<stack>.yaml;
    neither: the estimate is only printed. `usage`: usage file; None: `plimsoll:usage`. `prices`:
    file with discounts and private prices. `region`: of resources for which neither provider nor
    stack has one. `allow_gaps`: False: also fail if a charge has no price. `top`: number of
    resources printed.

    A failure is one error line; the program exits with status 1. Does nothing in unit tests with
    mocks and in the commands of plimsoll, which estimate by themselves.
    """
    from plimsoll.own_packages import require_own_packages
    from plimsoll.pulumi.recording import Recording, is_recorded

    limit = None if monthly_usd is None else usd(monthly_usd)
    monitor = pulumi.runtime.settings.get_monitor()
    if monitor is None or is_embedded(monitor):
        return
    if is_recorded(monitor):
        raise pulumi.RunError(TWICE)
    require_own_packages()

    def at_end(registrations: "Registrations") -> None:
        from plimsoll.options import CostLimits, PricingOptions
        from plimsoll.pulumi.verdict import report

        files = [Path(each) if each else None for each in (usage, prices)]
        pricing = PricingOptions(files[0], region, files[1])
        report(registrations, pricing, CostLimits(limit, allow_gaps), top)

    Recording(monitor, at_end)


def is_embedded(monitor: object) -> bool:
    """Return whether the monitor is of the embedded preview, or of unit tests with mocks."""
    from pulumi.runtime.proto import resource_pb2

    asked = resource_pb2.SupportsFeatureRequest(id=IN_PREVIEW)
    return bool(monitor.SupportsFeature(asked).hasSupport)  # type: ignore[attr-defined]


def usd(amount: Decimal | float | str) -> Decimal:
    """Return an amount in USD. Raise RunError for another value."""
    try:
        value = Decimal(str(amount).replace("_", ""))
    except InvalidOperation:
        value = Decimal("NaN")
    if isinstance(amount, bool) or not value.is_finite() or value < 0:
        raise pulumi.RunError(
            f"plimsoll.pulumi.budget: {amount!r} is not an amount in USD; write a number such as "
            "500"
        )
    return value
