"""Note on prices of an estimate that are older than half a year."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from costing.model import Estimate

OLD = timedelta(days=180)
MOST_SERVICES = 3  # named in the note


def old_prices(estimate: "Estimate", today: date) -> Iterator[str]:
    """Yield one line with the services, and the command that downloads current prices."""
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
    more = len(services) - MOST_SERVICES
    names = ", ".join(services[:MOST_SERVICES]) + (f" and {more} more services" if more > 0 else "")
    options = [f"--region {region}" for region in sorted(regions)]
    if more <= 0:
        options += [f"--service {service}" for service in sorted(services)]
    yield (
        f"prices of {names} are older than {OLD.days} days (oldest: {min(dates.values())}); "
        f"update: plimsoll prices refresh {' '.join(options)}"
    )
