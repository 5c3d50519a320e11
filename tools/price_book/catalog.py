"""What costing and the preview know without AWS, besides prices: costing/aws/*.csv."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from tools.price_book import reserved
from tools.price_book.facts import Facts
from tools.price_book.row import day

Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: Line
    lines: Iterable[Line]


# column here → column of ec2_instance_specs.csv
SPECS = {
    "instance_type": "instance_type",
    "vcpu": "vcpu",
    "memory_gib": "memory_gib",
    "architecture": "arch",
    "processor_maker": "cpu_manufacturer",
    "processor": "physical_processor",
    "gpus": "gpu_count",
    "gpu_name": "gpu_name",
    "gpu_memory_gib": "gpu_memory_gib_total",
    "neuron_devices": "neuron_devices",
    "neuron_device_name": "neuron_device_name",
    "network_performance": "network_performance",
    "network_gbps": "network_gbps_baseline",
    "network_interfaces": "max_enis",
    "addresses_per_interface": "ipv4_per_eni",
    "efa": "efa",
    "ebs_mbps": "ebs_mbps_baseline",
    "ebs_iops": "ebs_iops_baseline",
    "local_storage_gb": "local_storage_gb",
    "burstable": "burstable",
    "current_generation": "current_generation",
    "bare_metal": "bare_metal",
    "spot": "supports_spot",
    "pods": "eks_max_pods",
}
MAKERS = {"aws": "AWS", "intel": "Intel", "amd": "AMD"}


def tables(facts: Facts) -> tuple[Table, ...]:
    return (
        Table("instance_types", tuple(SPECS), instance_types(facts)),
        Table("instance_classes", ("instance_class", "vcpu", "memory_gib"), classes(facts)),
        Table("node_types", ("node_type", "vcpu", "memory_gib"), nodes(facts)),
        Table("regions", ("region", "partition", "name", "continent"), regions(facts)),
        Table("zones", ("region", "zone_name", "zone_id"), zones(facts)),
        Table("offerings", ("region", "instance_type", "zone_ids"), offerings(facts)),
        Table(
            "commitments",
            ("kind", "term", "family", "ratio", "basis", "as_of"),
            commitments(facts),
        ),
        Table("payment_factors", ("kind", "term", "payment_option", "factor"), payments(facts)),
        Table(
            "database_commitments",
            ("engine", "family", "term", "payment_option", "ratio", "as_of"),
            sorted([*database_commitments(facts), *reserved.documented()]),
        ),
        Table("reserved", ("region", "name", "1_year", "3_year"), reserved.instances(facts)),
        Table(
            "reserved_caches",
            ("region", "engine", "node_type", *reserved.PAYMENTS),
            reserved.caches(facts),
        ),
    )


def instance_types(facts: Facts) -> Iterator[Line]:
    for row in facts.rows("ec2_instance_specs"):
        maker = row["cpu_manufacturer"]
        row["cpu_manufacturer"] = MAKERS.get(maker, maker)
        yield tuple(row[name] for name in SPECS.values())


def classes(facts: Facts) -> Iterator[Line]:
    for row in facts.rows("rds_instance_classes"):
        yield row["instance_class"], row["vcpu"], row["memory_gib"]


def nodes(facts: Facts) -> Iterator[Line]:
    for row in facts.rows("elasticache_node_types"):
        yield row["node_type"], row["vcpu"], row["memory_gib"]


def regions(facts: Facts) -> Iterator[Line]:
    for row in facts.rows("aws_regions"):
        if row["kind"] == "region":
            yield row["code"], row["partition"], row["long_name_botocore"], row["continent"]


def zones(facts: Facts) -> Iterator[Line]:
    for row in facts.rows("aws_regions"):
        names = row["az_names_moto_account_mapping"].split()
        for name, zone_id in zip(names, row["az_ids_moto"].split(), strict=True):
            yield row["code"], name, zone_id


def offerings(facts: Facts) -> Iterator[Line]:
    for row in facts.rows("ec2_offerings_by_az"):
        yield row["region"], row["instance_type"], row["az_ids"]


# The factors are the same for the two commitments of a pair.
KINDS = {
    "standard-ri,ec2-instance-sp": ("standard", "instance_savings_plan"),
    "convertible-ri,compute-sp": ("convertible", "compute_savings_plan"),
}
TERMS = {"1yr": "1_year", "3yr": "3_year"}
RATIOS = {
    "standard": "standard_ri_or_ec2_instance_sp_{term}_no_upfront_ratio",
    "instance_savings_plan": "standard_ri_or_ec2_instance_sp_{term}_no_upfront_ratio",
    "convertible": "compute_sp_{term}_no_upfront_ratio",
    "compute_savings_plan": "compute_sp_{term}_no_upfront_ratio",
}
RI_DAY, SP_DAY = "2026-05-12", "2026-09-24"


def commitments(facts: Facts) -> Iterator[Line]:
    """The rate without upfront payment over the on-demand rate, by family, in us-east-1."""
    rows = list(facts.rows("ec2_commitment_ratios_us_east_1"))
    for kind, column in sorted(RATIOS.items()):
        compute = column.startswith("compute")
        for term, name in TERMS.items():
            for row in rows:
                ratio = row[column.format(term=term)]
                if ratio:
                    basis = row["compute_sp_basis" if compute else "ri_basis"]
                    yield kind, name, row["family"], ratio, basis, SP_DAY if compute else RI_DAY


def payments(facts: Facts) -> Iterator[Line]:
    for row in facts.rows("commitment_payment_factors"):
        for kind in KINDS[row["commitment"]]:
            yield (
                kind,
                TERMS[row["term"]],
                row["payment"].replace("-", "_"),
                row["effective_rate_relative_to_no_upfront"],
            )


SPREAD = Decimal("0.06")


def database_commitments(facts: Facts) -> Iterator[Line]:
    """Reserved RDS instances: the median over the samples of 2021.

    Where samples lie far apart they are of several editions, and their median is nobody's rate;
    nor is one above 1.
    """
    for row in facts.rows("rds_reserved_ratios_2021"):
        low, high = Decimal(row["min"]), Decimal(row["max"])
        if high - low <= SPREAD and high < 1:
            yield (
                row["engine"],
                row["class_family"],
                TERMS[row["term"]],
                row["payment"].replace("-", "_"),
                row["median_ratio_to_on_demand"],
                day("2021-03-18"),
            )
