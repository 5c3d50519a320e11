"""Reserved rates in AWS's bulk price list: an hourly rate and an upfront fee per offer.

https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
(read 2026-11-30).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from costing.prices.commitment_rates import CommitmentRate
from costing.prices.regions import strip_region
from costing.units import divide

HOURS_A_YEAR = Decimal(8760)
OPTIONS = {
    "No Upfront": "no_upfront",
    "Partial Upfront": "partial_upfront",
    "All Upfront": "all_upfront",
}
TERMS = {"1": "1_year", "3": "3_year"}
NOTHING = frozenset({Decimal(0)})
Offer = tuple[str, str, str, str, str]  # usage type, operation, offering class, term, option


class ReservedRates:
    """Collects the lines of reserved offers of one service."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.hourly: dict[Offer, set[Decimal]] = defaultdict(set)  # USD an hour
        self.upfront: dict[Offer, set[Decimal]] = defaultdict(set)  # USD for the term

    def add(self, line: Mapping[str, str]) -> None:
        """Add a line; offers with other terms than AWS's six are not kept."""
        term = TERMS.get((line.get("LeaseContractLength") or "")[:1])
        option = OPTIONS.get(line.get("PurchaseOption") or "")
        if term is None or option is None:
            return
        try:
            price = Decimal(line["PricePerUnit"])
        except InvalidOperation:
            return
        usage_type = strip_region(line["usageType"], self.service)
        kind = (line.get("OfferingClass") or "standard").lower()
        fees = self.upfront if line["Unit"].lower() == "quantity" else self.hourly
        fees[usage_type, line["operation"], kind, term, option].add(price)

    def rates(self) -> Iterator[CommitmentRate]:
        """Yield effective hourly rates, upfront fees spread over the term.

        An offer with two different rates or fees, or without any, is left out.
        """
        for offer in sorted(self.hourly.keys() | self.upfront.keys()):
            hourly, upfront = (
                self.hourly[offer] or {Decimal(0)},
                self.upfront[offer] or {Decimal(0)},
            )
            if len(hourly) == len(upfront) == 1:
                usage_type, operation, kind, term, option = offer
                hours = HOURS_A_YEAR * int(term[0])
                rate = next(iter(hourly)) + divide(next(iter(upfront)), hours)
                if rate <= 0:  # the fee of an offer is missing
                    continue
                yield CommitmentRate(self.service, usage_type, operation, kind, term, option, rate)
