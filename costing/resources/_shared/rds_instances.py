"""Charges that RDS and Aurora instances have in common. https://aws.amazon.com/rds/pricing/.

On a bill the operation names the engine and its licence, and instance sizes are abbreviated.
Database Insights and Enhanced Monitoring are billed by CloudWatch:
https://aws.amazon.com/cloudwatch/pricing/.
"""

from collections.abc import Iterator
from decimal import Decimal

from costing.aws.instance_types import instance_classes, instance_types
from costing.errors import InputError, NotPriced
from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage
from costing.resources._shared.priced_resource import Quantity
from costing.resources._shared.public_addresses import AddressUsage
from costing.resources._shared.reservations import ReservedUsage
from costing.units import Unit

SERVICE = "AmazonRDS"
BYOL = "bring-your-own-license"
CODES = {  # engine, or engine and licence → number in a bill's operation
    "aurora": "0016",
    "aurora-mysql": "0016",
    "aurora-postgresql": "0021",
    "db2-ae": "0028",
    "db2-se": "0028",
    "mariadb": "0018",
    "mysql": "0002",
    "oracle-ee": "0005",
    "oracle-ee-cdb": "0005",
    "oracle-se2": "0020",
    f"oracle-se2 {BYOL}": "0019",
    "oracle-se2-cdb": "0020",
    f"oracle-se2-cdb {BYOL}": "0019",
    "postgres": "0014",
    "sqlserver-ee": "0015",
    "sqlserver-ex": "0010",
    "sqlserver-se": "0012",
    "sqlserver-web": "0011",
}
BURSTABLE = ("db.t3", "db.t4g")
FREE_RETENTION, LONG_RETENTION = Decimal(7), Decimal(731)  # days of Performance Insights


class BurstUsage(ReservedUsage):
    monthly_cpu_credit_hrs: Quantity = None  # of bursting beyond the credits that are earned
    vcpu_count: Quantity = None  # vCPUs that burst; all of the instance's where not given


class DatabaseUsage(BurstUsage, TransferUsage, AddressUsage):
    monthly_additional_performance_insights_requests: Quantity = None  # beyond a million
    monthly_monitoring_log_gb: Quantity = None  # Enhanced Monitoring, ingested by CloudWatch Logs


def operation(engine: str, licence: str | None = None) -> str:
    """Return the operation of a bill. Raise InputError for an engine without a known one."""
    code = CODES.get(f"{engine} {licence}") or CODES.get(engine)
    if code is None:
        raise NotPriced(f"no price of engine {engine} is known", "engine")
    return f"CreateDBInstance:{code}"


def short(instance_class: str) -> str:
    """Return the class as a bill abbreviates it: db.r8g.2xl for db.r8g.2xlarge."""
    return instance_class.replace("xlarge", "xl")


def family(instance_class: str) -> str:
    """Return "db.r6g" of "db.r6g.large"."""
    return instance_class.rpartition(".")[0]


def vcpus(instance_class: str) -> Decimal:
    """Return the vCPUs of the class, else of the EC2 instance type with the same name."""
    known = instance_classes().get(instance_class) or instance_types().get(
        instance_class.removeprefix("db.")
    )
    if known is None:
        raise InputError(f"the number of vCPUs of {instance_class} is unknown")
    return Decimal(known.vcpu)


def is_burstable(instance_class: str) -> bool:
    return family(instance_class) in BURSTABLE


def cpu_credits(service: str, instance_class: str, usage: BurstUsage, operation: str = "") -> Meter:
    """Meter surplus CPU credits of a burstable class: RDS runs it in unlimited mode."""
    bought = usage.monthly_cpu_credit_hrs
    if bought is not None:
        bought *= vcpus(instance_class) if usage.vcpu_count is None else usage.vcpu_count
    return Meter(
        "CPU credits",
        Sku(service, f"CPUCredits:{family(instance_class)}", operation),
        bought,
        Unit.VCPU_HOURS,
        usage="monthly_cpu_credit_hrs",
    )


INSIGHTS = ("Performance Insights Long Term Retention", "Performance Insights API")
DATABASE_INSIGHTS = "Database Insights, advanced"
ADVANCED = "advanced"
MONITORING = "Enhanced Monitoring logs"
DAYS_PER_MONTH = Decimal(31)  # of retention: 1 to 23 months are multiples of 31 days
TWO_YEARS = Decimal(24)  # months; 731 days
# Families whose retention of two years has a price of its own in AWS's price list.
PRICED_BY_CLASS = ("M5", "R4", "T3")


def performance_insights(
    instance_class: str, retention: Decimal, count: Decimal = Decimal(1)
) -> Iterator[Meter]:
    """Yield retention beyond a week, by the vCPU."""
    kind = family(instance_class).removeprefix("db.").upper()
    name, quantity = f"{INSIGHTS[0]} ({instance_class})", vcpus(instance_class) * count
    if retention >= LONG_RETENTION and kind in PRICED_BY_CLASS:
        yield Meter(name, Sku(SERVICE, f"PI_LTR:{kind}"), quantity, Unit.VCPU_MONTHS)
        return
    for part, code, times in months_kept(retention):
        yield Meter(
            f"{INSIGHTS[0]} ({instance_class}, {part})",
            Sku(SERVICE, f"PI_LTR_{code}:Provisioned"),
            quantity * times,
            Unit.VCPU_MONTHS,
        )


def serverless_insights(
    retention: Decimal, capacity: Decimal | None, key: str, assumed: str | None
) -> Iterator[Meter]:
    """Yield retention beyond a week of Aurora Serverless v2, by the ACU."""
    for part, code, times in months_kept(retention):
        yield Meter(
            f"{INSIGHTS[0]} (serverless, {part})",
            Sku(SERVICE, f"PI_LTR_{code}:Serverless"),
            None if capacity is None else capacity * times,
            Unit.ACU_MONTHS,
            usage=key,
            assumed=assumed,
        )


def months_kept(retention: Decimal) -> Iterator[tuple[str, str, Decimal]]:
    """Yield the two prices of a retention beyond a week, each with its number of months."""
    if retention <= FREE_RETENTION:
        return
    months = TWO_YEARS if retention >= LONG_RETENTION else retention // DAYS_PER_MONTH
    yield "first month", "FMR", Decimal(1)
    if months > 1:
        yield "further months", "AMR", months - 1


def performance_insights_requests(usage: DatabaseUsage) -> Meter:
    return Meter(
        INSIGHTS[1],
        Sku(SERVICE, "PI_API"),
        usage.monthly_additional_performance_insights_requests,
        Unit.REQUESTS,
        usage="monthly_additional_performance_insights_requests",
    )


def database_insights(vcpu_hours: Decimal) -> Meter:
    """Meter the advanced mode of Database Insights, which includes Performance Insights."""
    sku = Sku("AmazonCloudWatch", "CW:DatabaseInsights-vCPU-Hours")
    return Meter(DATABASE_INSIGHTS, sku, vcpu_hours, Unit.VCPU_HOURS)


def serverless_database_insights(acu_hours: Decimal | None, key: str, assumed: str | None) -> Meter:
    sku = Sku("AmazonCloudWatch", "CW:DatabaseInsights-ACU-Hours")
    return Meter(DATABASE_INSIGHTS, sku, acu_hours, Unit.ACU_HOURS, usage=key, assumed=assumed)


def enhanced_monitoring(usage: DatabaseUsage) -> Meter:
    """Meter the operating system metrics that RDS writes to CloudWatch Logs."""
    return Meter(
        MONITORING,
        Sku("AmazonCloudWatch", "DataProcessing-Bytes"),
        usage.monthly_monitoring_log_gb,
        Unit.GB,
        usage="monthly_monitoring_log_gb",
    )
