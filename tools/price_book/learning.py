"""SageMaker: an hour of an ml.* instance."""

from collections.abc import Iterator

from costing.units import Unit
from tools.price_book.facts import Facts
from tools.price_book.row import Row, day, flags

COMPONENTS = {
    "batch-transform": ("Tsform:",),
    "hosting": ("Host:", "AsyncInf:"),
    "notebook": ("Notebk:",),
    "processing": ("Processing:",),
    "studio-notebook": ("Studio:JupyterLab-", "Studio:KernelGateway-"),
    "training": ("Train:",),
}
# AWS's own map comes first: the bill's figures are the same, rounded.
FILES = ("sagemaker_studio_notebook", "sagemaker_us_east_1", "sagemaker_eu_west_1")


def instances(facts: Facts) -> Iterator[Row]:
    seen = set()
    for row in (row for name in FILES for row in facts.rows(name)):
        for component in row["component"].split(","):
            for form in COMPONENTS.get(component, ()):
                usage_type = f"{form}{row['instance_type']}"
                if (row["region"], usage_type) not in seen:
                    seen.add((row["region"], usage_type))
                    yield hour(row, usage_type)
    yield from notebook_storage(facts)


def hour(row: dict[str, str], usage_type: str) -> Row:
    return Row(
        row["region"],
        "AmazonSageMaker",
        usage_type,
        "",
        Unit.HOURS,
        row["usd_per_hour"],
        day(row["as_of"]),
        row["source"],
        flags("verified"),
    )


def notebook_storage(facts: Facts) -> Iterator[Row]:
    for row in facts.rows("sagemaker_us_east_1"):
        if row["instance_type"] == "notebook_storage_gb_month":
            yield Row(
                row["region"],
                "AmazonSageMaker",
                "Notebk:VolumeUsage.gp2",
                "",
                Unit.GB_MONTHS,
                row["usd_per_hour"],
                day(row["as_of"]),
                row["source"],
            )
