"""What RDS and Aurora instances share. https://aws.amazon.com/rds/pricing/.

A bill tells engines and their licences apart by the operation, and abbreviates sizes.
"""

from collections.abc import Iterator
from decimal import Decimal

from costing.aws.instance_types import instance_classes, instance_types
from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage
from costing.resources._shared.priced_resource import Quantity
from costing.resources._shared.reservations import ReservedUsage
from costing.units import Unit

SERVICE = "AmazonRDS"
BYOL = "bring-your-own-license"
CODES = {  # engine, or engine and licence → what a bill calls it
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
    monthly_cpu_credit_hrs: Quantity = None  # hours of bursting beyond what the instance earns
    vcpu_count: Quantity = None  # that burst; all of the instance's where not stated


class DatabaseUsage(BurstUsage, TransferUsage):
    monthly_additional_performance_insights_requests: Quantity = None  # beyond a million


def operation(engine: str, licence: str | None = None) -> str:
    """Return the operation of a bill. Raise InputError for an engine without a known one."""
    code = CODES.get(f"{engine} {licence}") or CODES.get(engine)
    if code is None:
        raise InputError(f"no price of engine {engine} is known", "engine")
    return f"CreateDBInstance:{code}"


def short(instance_class: str) -> str:
    """Return the class as a bill abbreviates it: db.r8g.2xl for db.r8g.2xlarge."""
    return instance_class.replace("xlarge", "xl")


def family(instance_class: str) -> str:
    """Return "db.r6g" of "db.r6g.large"."""
    return instance_class.rpartition(".")[0]


def vcpus(instance_class: str) -> Decimal:
    """Return those of the class, else of the EC2 type that it is named after."""
    known = instance_classes().get(instance_class) or instance_types().get(
        instance_class.removeprefix("db.")
    )
    if known is None:
        raise InputError(f"the number of vCPUs of {instance_class} is unknown")
    return Decimal(known.vcpu)


def is_burstable(instance_class: str) -> bool:
    return family(instance_class) in BURSTABLE


def cpu_credits(service: str, instance_class: str, usage: BurstUsage, operation: str = "") -> Meter:
    """Meter the CPU credits that a burstable class buys: always unlimited here."""
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


def performance_insights(instance_class: str, retention: Decimal) -> Iterator[Meter]:
    """Yield what is kept beyond a week, by the vCPU."""
    if retention > FREE_RETENTION:
        kind = family(instance_class).removeprefix("db.").upper()
        whole = retention >= LONG_RETENTION
        yield Meter(
            f"Performance Insights Long Term Retention ({instance_class})",
            Sku(SERVICE, f"PI_LTR:{kind}"),
            vcpus(instance_class),
            Unit.VCPU_MONTHS,
            assumed=None if whole else "two years kept; less is cheaper",
        )


def performance_insights_requests(usage: DatabaseUsage) -> Meter:
    return Meter(
        "Performance Insights API",
        Sku(SERVICE, "PI_API"),
        usage.monthly_additional_performance_insights_requests,
        Unit.REQUESTS,
        usage="monthly_additional_performance_insights_requests",
    )
