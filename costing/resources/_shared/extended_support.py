"""Extended Support: surcharges on engine versions after the end of their standard support.

RDS and Aurora charge by the vCPU-hour or ACU-hour (https://aws.amazon.com/rds/pricing/),
DocumentDB by the vCPU-hour of the instance family (https://aws.amazon.com/documentdb/pricing/),
ElastiCache by the node-hour (https://aws.amazon.com/elasticache/pricing/). Versions and dates are
in costing/aws/engine_versions.py.
"""

from datetime import date
from decimal import Decimal

from costing.aws.engine_versions import Version
from costing.model import Meter, Sku
from costing.units import Unit

NAME = "Extended support"
RDS = "AmazonRDS"


def named(version: Version, on: date) -> str:
    return f"{NAME} (year {3 if version.has_second_rate(on) else 1})"


def years(version: Version, on: date) -> str:
    return "Yr3" if version.has_second_rate(on) else "Yr1-Yr2"


def extended_support(version: Version, on: date, vcpu_hours: Decimal) -> Meter:
    """Meter the vCPU-hours of RDS and Aurora instances."""
    usage_type = f"ExtendedSupport:{years(version, on)}:{version.name}"
    return Meter(named(version, on), Sku(RDS, usage_type), vcpu_hours, Unit.VCPU_HOURS)


def of_serverless(
    version: Version, on: date, acu_hours: Decimal | None, key: str, assumed: str | None
) -> Meter:
    """Meter the ACU-hours of Aurora Serverless v2; `key` is the usage key of the capacity."""
    return Meter(
        named(version, on),
        Sku(RDS, f"ExtendedSupport:{years(version, on)}:ASv2:{version.name}"),
        acu_hours,
        Unit.ACU_HOURS,
        usage=key,
        assumed=assumed,
    )


def of_documents(version: Version, on: date, family: str, vcpu_hours: Decimal) -> Meter:
    """Meter the vCPU-hours of DocumentDB instances. The usage type's name is an assumption."""
    usage_type = f"ExtendedSupport:{years(version, on)}:{family}"
    return Meter(named(version, on), Sku("AmazonDocDB", usage_type), vcpu_hours, Unit.VCPU_HOURS)


def of_cache(
    version: Version, on: date, node_type: str, node_hours: Decimal, assumed: str | None = None
) -> Meter:
    """Meter the node-hours of ElastiCache for Redis OSS."""
    third = version.has_second_rate(on)
    usage_type = f"ExtendedSupport{'Yr3' if third else 'Yr1_Yr2'}-NodeUsage:{node_type}"
    return Meter(
        named(version, on),
        Sku("AmazonElastiCache", usage_type),
        node_hours,
        Unit.HOURS,
        assumed=assumed,
    )
