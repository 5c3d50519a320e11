"""EC2: instances on demand and spot, volumes, snapshots."""

from collections.abc import Iterator

from costing.units import Unit
from tools.price_book.facts import Facts
from tools.price_book.row import Row, day, flags
from tools.price_book.units import UNITS

EC2 = "AmazonEC2"
PLATFORMS = {
    "mswin": "0002",
    "mswinSQL": "0006",
    "mswinSQLEnterprise": "0102",
    "mswinSQLWeb": "0202",
    "rhel": "0010",
    "rhelHA": "1010",
    "rhelSQL": "0014",
    "rhelSQLEnterprise": "0110",
    "rhelSQLWeb": "0210",
    "sles": "000g",
    "ubuntu": "0g00",
    "linuxSQL": "0004",
    "linuxSQLEnterprise": "0100",
    "linuxSQLWeb": "0200",
}
VANTAGE = ("2026-05-12", "vantage-2026-05")


def on_demand(facts: Facts) -> Iterator[Row]:
    """Linux. A bare-metal rate that is the dedicated one gives way to its virtual twin's."""
    rates = linux(facts)
    for (region, instance_type), row in rates.items():
        rate, marks = row, frozenset[str]()
        if "dedicated" in row["note"]:
            if twin(row) not in rates:
                continue
            rate, marks = rates[twin(row)], frozenset({"derived"})
        yield Row(
            region,
            EC2,
            f"BoxUsage:{instance_type}",
            "RunInstances",
            Unit.HOURS,
            rate["usd_per_hour"],
            rate["as_of"],
            rate["source"],
            marks,
        )


def linux(facts: Facts) -> dict[tuple[str, str], dict[str, str]]:
    """Return the on-demand rates. A zero stands for a type that is not sold by the hour."""
    return {
        (row["region"], row["instance_type"]): row
        for row in facts.rows("ec2_on_demand")
        if float(row["usd_per_hour"]) > 0
    }


def twin(row: dict[str, str]) -> tuple[str, str]:
    """Return the virtual instance of the size of a bare-metal one."""
    return row["region"], row["instance_type"].replace("metal-", "").replace("xl", "xlarge")


def without_twin(facts: Facts) -> Iterator[dict[str, str]]:
    rates = linux(facts)
    for row in rates.values():
        if "dedicated" in row["note"] and twin(row) not in rates:
            yield row


def other_platforms(facts: Facts) -> Iterator[Row]:
    for row in facts.rows("ec2_on_demand_other_os"):
        for column, platform in PLATFORMS.items():
            if row[column]:
                yield Row(
                    row["region"],
                    EC2,
                    f"BoxUsage:{row['instance_type']}",
                    f"RunInstances:{platform}",
                    Unit.HOURS,
                    row[column],
                    *VANTAGE,
                    rare=True,
                )


def spot(facts: Facts) -> Iterator[Row]:
    for row in facts.rows("ec2_spot_avg"):
        yield Row(
            row["region"],
            EC2,
            f"SpotUsage:{row['instance_type']}",
            "",
            Unit.HOURS,
            row["spot_avg_usd_per_hour"],
            *VANTAGE,
            frozenset({"spot_average"}),
        )


VOLUMES = {"io1": "piops"}
TIERS = {"0": "", "32000": ".tier2", "64000": ".tier3"}
SNAPSHOTS = {
    "snapshot_standard": "EBS:SnapshotUsage",
    "snapshot_archive": "EBS:SnapshotArchiveStorage",
    "snapshot_archive_retrieval": "EBS:SnapshotArchiveRetrieval",
    "fast_snapshot_restore": "EBS:FastSnapshotRestore",
    "standard_io": "EBS:VolumeIOUsage",
    "standard_storage": "EBS:VolumeUsage",
    "direct_api_get": "EBS:directAPI.snapshot.Get",
    "direct_api_put": "EBS:directAPI.snapshot.Put",
    "direct_api_list": "EBS:directAPI.snapshot.List",
}


def volumes(facts: Facts) -> Iterator[Row]:
    for row in facts.rows("ebs_by_region"):
        kind = row["volume_type"]
        suffix = "" if kind == "standard" else f".{VOLUMES.get(kind, kind)}"
        marks = frozenset() if row["basis"] == "observed" else frozenset({"derived"})
        parts = (
            (f"EBS:VolumeUsage{suffix}", Unit.GB_MONTHS, row["usd_per_gb_month"]),
            (f"EBS:VolumeP-IOPS{suffix}", Unit.IOPS_MONTHS, row["usd_per_iops_month"]),
            (f"EBS:VolumeP-Throughput{suffix}", Unit.MIBPS_MONTHS, row["usd_per_mbps_month"]),
        )
        for usage_type, unit, price in parts:
            if price:
                yield Row(
                    row["region"],
                    EC2,
                    usage_type,
                    "",
                    unit,
                    price,
                    day(row["as_of"]),
                    row["source"],
                    marks,
                )


def volume_extras(facts: Facts) -> Iterator[Row]:
    """Snapshots, I/O, direct APIs and the upper tiers of io2's IOPS."""
    home = ({"region": "us-east-1", **row} for row in facts.rows("ebs_other_us_east_1"))
    away = list(facts.rows("ebs_other_by_region"))
    newer = {(row["region"], row["item"]) for row in away}
    for row in [*(row for row in home if (row["region"], row["item"]) not in newer), *away]:
        if row["item"] in SNAPSHOTS:
            usage_type = SNAPSHOTS[row["item"]]
        elif row["item"] == "io2_iops":
            usage_type = f"EBS:VolumeP-IOPS.io2{TIERS[row['tier_from']]}"
        else:
            continue  # the same figure as in ebs_by_region
        yield Row(
            row["region"],
            EC2,
            usage_type,
            "",
            UNITS[row["unit"]],
            row["usd"],
            day(row["as_of"]),
            row["source"],
        )


def snapshots(facts: Facts) -> Iterator[Row]:
    """The regions where none was observed: AWS Backup's air-gapped rate, over 1.15."""
    for row in facts.rows("ebs_snapshot_by_region"):
        if not row["basis"].startswith("observed"):
            yield Row(
                row["region"],
                EC2,
                "EBS:SnapshotUsage",
                "",
                Unit.GB_MONTHS,
                row["usd_per_gb_month"],
                day(row["as_of"]),
                "awsmap-2025-12",
                flags("verified", "derived"),
            )


def surcharges(facts: Facts) -> Iterator[Row]:
    """EMR, on top of the instance."""
    for row in facts.rows("emr_on_ec2_surcharge"):
        yield Row(
            row["region"],
            "ElasticMapReduce",
            f"BoxUsage:{row['instance_type']}",
            "",
            Unit.HOURS,
            row["usd_per_instance_hour"],
            row["as_of"],
            row["source"],
        )


KUBERNETES = {
    "EMR Containers EC2 CPUHours": ("EMR-EKS-EC2-vCPUHours", Unit.VCPU_HOURS),
    "EMR Containers EC2 GBHours": ("EMR-EKS-EC2-GBHours", Unit.GB_HOURS),
}


def surcharges_on_kubernetes(facts: Facts) -> Iterator[Row]:
    for row in facts.rows("emr_other"):
        if row["item"] in KUBERNETES:
            usage_type, unit = KUBERNETES[row["item"]]
            yield Row(
                row["region"],
                "ElasticMapReduce",
                usage_type,
                "",
                unit,
                row["usd"],
                row["as_of"],
                row["source"],
                flags("single"),
            )
