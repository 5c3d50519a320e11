"""Note on prices of an estimate that are older than half a year."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from costing.model import Estimate

OLD = timedelta(days=180)
REFRESH = "plimsoll prices refresh"


def old_prices(estimate: "Estimate", today: date, *, verbose: bool) -> Iterator[str]:
    """Yield one line with the oldest date; `verbose`: also each service, and the whole command."""
    dates: dict[str, date] = {}
    regions: set[str] = set()
    for resource in estimate.resources:
        for charge in resource.charges:
            if charge.price and charge.effective_cost and charge.price.as_of < today - OLD:
                service = charge.meter.sku.service
                dates[service] = min(charge.price.as_of, dates.get(service, today))
                regions.add(charge.meter.region or resource.region)
    if not dates:
        return
    services = sorted(dates, key=lambda service: (dates[service], service))
    command = " ".join([REFRESH, *(f"--region {region}" for region in sorted(regions))])
    names = services[0] if len(services) == 1 else f"{len(services)} services"
    short = command if len(regions) == 1 else f"{REFRESH} (see --verbose)"
    yield (
        f"prices of {names} are older than {OLD.days} days, oldest {min(dates.values())}; "
        f"run {command if verbose else short}"
    )
    if verbose and len(services) > 1:
        yield from (f"oldest price of {service}: {dates[service]}" for service in services)
