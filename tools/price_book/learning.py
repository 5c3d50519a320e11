"""SageMaker: an hour of an ml.* instance.

us-east-1 is known as a whole, eu-west-1 in part, both with what was observed for which use. A
rate is the same for every use of an instance (nine types of a real bill, all within 0.2 %) and
stands to EC2's as in us-east-1 (of 1,201 Studio rates in 28 regions half lie within 0.02 % of
that, nine tenths within 0.2 %): so elsewhere it is Studio's of the region, else EC2's times the
ratio of us-east-1, and the row says that it is derived.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from costing.units import Unit
from tools.price_book.facts import Facts
from tools.price_book.row import Row, day

SERVICE = "AmazonSageMaker"
HOME = "us-east-1"
SCALED = "derived-sagemaker"
FORMS = {
    "batch-transform": "Tsform:",
    "hosting": "Host:",
    "notebook": "Notebk:",
    "processing": "Processing:",
    "training": "Train:",
    "asynchronous": "AsyncInf:",
}
STUDIO = ("Studio:JupyterLab-", "Studio:KernelGateway-")
CENT = Decimal("0.0001")

Place = tuple[str, str]  # region, ml.* type


@dataclass(frozen=True, slots=True)
class Rate:
    price: str
    as_of: str
    source: str
    uses: frozenset[str] = frozenset()  # it was seen for


def instances(facts: Facts) -> Iterator[Row]:
    studio = studio_rates(facts)
    for (region, instance_type), rate in studio.items():
        for form in STUDIO:
            yield hour(region, f"{form}{instance_type}", rate, observed=True)
    observed = observed_rates(facts)
    rates = scaled_rates(facts, {region for region, _ in studio}) | studio | observed
    for (region, instance_type), rate in rates.items():
        for use, form in FORMS.items():
            yield hour(region, f"{form}{instance_type}", rate, observed=use in rate.uses)


def hour(region: str, usage_type: str, rate: Rate, *, observed: bool) -> Row:
    marks = frozenset[str]() if observed else frozenset({"derived"})
    return Row(
        region,
        SERVICE,
        usage_type,
        "",
        Unit.HOURS,
        rate.price,
        rate.as_of,
        rate.source,
        marks,
    )


def studio_rates(facts: Facts) -> dict[Place, Rate]:
    return {
        (row["region"], row["instance_type"]): Rate(
            row["usd_per_hour"], day(row["as_of"]), row["source"]
        )
        for row in facts.rows("sagemaker_studio_notebook")
    }


def observed_rates(facts: Facts) -> dict[Place, Rate]:
    found: dict[Place, Rate] = {}
    for name in ("sagemaker_us_east_1", "sagemaker_eu_west_1"):
        for row in facts.rows(name):
            uses = frozenset(row["component"].split(",")) & FORMS.keys()
            if uses:
                found.setdefault(
                    (row["region"], row["instance_type"]),
                    Rate(row["usd_per_hour"], day(row["as_of"]), row["source"], uses),
                )
    return found


def scaled_rates(facts: Facts, regions: set[str]) -> dict[Place, Rate]:
    """EC2's rate of the region times the ratio of us-east-1."""
    ec2 = {
        (row["region"], f"ml.{row['instance_type']}"): row for row in facts.rows("ec2_on_demand")
    }
    found: dict[Place, Rate] = {}
    for (region, instance_type), home in observed_rates(facts).items():
        base = ec2.get((HOME, instance_type))
        if region != HOME or base is None:
            continue
        ratio = Decimal(home.price) / Decimal(base["usd_per_hour"])
        for place in ((each, instance_type) for each in sorted(regions)):
            if place in ec2:
                price = (ratio * Decimal(ec2[place]["usd_per_hour"])).quantize(CENT)
                as_of = min(home.as_of, ec2[place]["as_of"])
                found[place] = Rate(str(price), as_of, SCALED)
    return found


def notebook_storage(facts: Facts) -> Iterator[Row]:
    for row in facts.rows("sagemaker_us_east_1"):
        if row["instance_type"] == "notebook_storage_gb_month":
            yield Row(
                row["region"],
                SERVICE,
                "Notebk:VolumeUsage.gp2",
                "",
                Unit.GB_MONTHS,
                row["usd_per_hour"],
                day(row["as_of"]),
                row["source"],
            )
