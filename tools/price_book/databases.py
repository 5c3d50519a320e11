"""Databases, caches, search, brokers: an hour of an instance of each type."""

from collections.abc import Callable, Iterator

from costing.units import Unit
from tools.price_book.facts import Facts
from tools.price_book.row import Row, day, flags
from tools.price_book.units import UNITS

ENGINES = {
    "aurora-mysql": "0016",
    "aurora-postgresql": "0021",
    "mariadb": "0018",
    "mysql": "0002",
    "postgres": "0014",
}
COMMERCIAL = {
    ("sqlserver-ex", "included"): "0010",
    ("sqlserver-web", "included"): "0011",
    ("sqlserver-se", "included"): "0012",
    ("sqlserver-ee", "included"): "0015",
    ("oracle-se2", "included"): "0020",
    ("oracle-se2", "byol"): "0019",
    ("oracle-ee", "byol"): "0005",
    ("db2", "byol"): "0028",
}
HOURS = {
    ("single-az", "standard"): "InstanceUsage",
    ("single-az", "io-optimized"): "InstanceUsageIOOptimized",
    ("multi-az", "standard"): "Multi-AZUsage",
    ("multi-az-cluster", "standard"): "Multi-AZClusterUsage",
}
CACHES = {"memcached": "0001", "redis": "0002", "valkey": "Valkey"}


def short(instance_class: str) -> str:
    """Return the class as a bill abbreviates it: db.r8g.2xl for db.r8g.2xlarge."""
    return instance_class.replace("xlarge", "xl")


def rds(facts: Facts) -> Iterator[Row]:
    for row in facts.rows("rds_on_demand"):
        yield rds_row(row, ENGINES[row["engine"]])


def rds_commercial(facts: Facts) -> Iterator[Row]:
    for row in facts.rows("rds_on_demand_commercial_engines"):
        engine = (row["engine"], row["license"])
        if engine in COMMERCIAL:
            marks = flags("single" if engine == ("oracle-ee", "byol") else "verified")
            yield rds_row(row, COMMERCIAL[engine], marks, rare=True)


def rds_row(
    row: dict[str, str], engine: str, marks: frozenset[str] = frozenset(), *, rare: bool = False
) -> Row:
    hours = HOURS[row["deployment"], row["storage_config"]]
    return Row(
        row["region"],
        "AmazonRDS",
        f"{hours}:{short(row['instance_class'])}",
        f"CreateDBInstance:{engine}",
        Unit.HOURS,
        row["usd_per_hour"],
        row["as_of"],
        row["source"],
        marks,
        rare=rare,
    )


def caches(facts: Facts) -> Iterator[Row]:
    for row in facts.rows("elasticache"):
        yield Row(
            row["region"],
            "AmazonElastiCache",
            f"NodeUsage:{row['node_type']}",
            f"CreateCacheCluster:{CACHES[row['engine']]}",
            Unit.HOURS,
            row["usd_per_hour"],
            row["as_of"],
            row["source"],
            flags("single" if row["engine"] == "memcached" else "verified"),
        )


def serverless_caches(facts: Facts) -> Iterator[Row]:
    measures = {"GB-hour": "CachedData", "ECPU": "ElastiCacheProcessingUnits"}
    for row in facts.rows("elasticache_serverless"):
        yield Row(
            row["region"],
            "AmazonElastiCache",
            f"{measures[row['unit']]}:{row['engine'].title()}",
            "",
            UNITS[row["unit"]],
            row["usd"],
            row["as_of"],
            row["source"],
            flags("single" if row["engine"] == "memcached" else "verified"),
        )


def search(facts: Facts) -> Iterator[Row]:
    for row in facts.rows("opensearch"):
        yield Row(
            row["region"],
            "AmazonES",
            f"ESInstance:{row['instance_type'].removesuffix('.search')}",
            "",
            Unit.HOURS,
            row["usd_per_hour"],
            row["as_of"],
            row["source"],
        )


# service and variant of the facts → product code, usage type of an instance type, its status.
# Beyond usage_types.csv: DMS (docs.aws.amazon.com, free tier usage types: stored public file
# 52213363068), MQ's pairs and clusters (bill lines of a tool's tests: 59262806917, 56095994940),
# MemoryDB's Valkey (a price row: 59900238236).
MANAGED: dict[tuple[str, str], tuple[str, Callable[[str], str], str]] = {
    ("dax", ""): (
        "AmazonDAX",
        lambda each: f"NodeUsage:{each.replace('dax.', 'dax-')}",
        "verified",
    ),
    ("docdb", "standard"): (
        "AmazonDocDB",
        lambda each: f"InstanceUsage:{each}",
        "verified",
    ),
    ("docdb", "io-optimized"): (
        "AmazonDocDB",
        lambda each: f"InstanceUsageIOOptimized:{each}",
        "unverified",
    ),
    ("neptune", "standard"): (
        "AmazonNeptune",
        lambda each: f"InstanceUsage:{each}",
        "verified",
    ),
    ("neptune", "io-optimized"): (
        "AmazonNeptune",
        lambda each: f"InstanceUsageIOOptimized:{each}",
        "single",
    ),
    ("mq", "activemq-single"): (
        "AmazonMQ",
        lambda each: f"ActiveMQ-InstanceUsage:{each}",
        "single",
    ),
    ("mq", "rabbitmq-single"): (
        "AmazonMQ",
        lambda each: f"RabbitMQ-InstanceUsage:{each}",
        "unverified",
    ),
    ("mq", "activemq-cluster-or-standby"): (
        "AmazonMQ",
        lambda each: f"ActiveMQ-Multi-AZ-InstanceUsage:{each}",
        "single",
    ),
    ("mq", "rabbitmq-cluster-or-standby"): (
        "AmazonMQ",
        lambda each: f"RabbitMQ-3-InstanceUsage:{each}",
        "verified",
    ),
    ("memorydb", "redis"): ("AmazonMemoryDB", lambda each: f"NodeUsage:{each}", "verified"),
    ("memorydb", "valkey"): (
        "AmazonMemoryDB",
        lambda each: f"NodeUsage:{each}:Valkey",
        "single",
    ),
    ("dms", "single-az"): (
        "AWSDatabaseMigrationSvc",
        lambda each: f"InstanceUsg:{each}",
        "verified",
    ),
    ("dms", "multi-az"): (
        "AWSDatabaseMigrationSvc",
        lambda each: f"Multi-AZUsg:{each}",
        "verified",
    ),
    ("msk", "provisioned"): ("AmazonMSK", lambda each: f"Kafka.{each}", "verified"),
    ("redshift", ""): ("AmazonRedshift", lambda each: f"Node:{each}", "verified"),
}


# Kin of RDS, whose bills abbreviate sizes (db.r8g.2xl). Whether theirs do is not established.
ABBREVIATED = {"docdb", "neptune"}


def managed(facts: Facts) -> Iterator[Row]:
    for row in facts.rows("managed_instance_hours"):
        named = MANAGED.get((row["service"], row["variant"]))
        if named is None or is_misread(row):
            continue
        service, usage_type, status = named
        if row["service"] in ABBREVIATED and "xlarge" in row["instance_type"]:
            status = "single"
        marks = ["derived"] if "inferred" in row["source_item"] else []
        yield Row(
            row["region"],
            service,
            usage_type(row["instance_type"]),
            "",
            Unit.HOURS,
            row["usd_per_hour"],
            day(row["as_of"]),
            row["source"],
            flags(status, *marks),
        )


def is_misread(row: dict[str, str]) -> bool:
    """Tell Neptune's r6i.16xlarge: beside db.r6i.16xlarge, at rates that are not an instance's."""
    return row["service"] == "neptune" and not row["instance_type"].startswith("db.")
