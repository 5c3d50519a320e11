"""RDS Extended Support: a surcharge for each vCPU hour of an engine version past its support.

https://aws.amazon.com/rds/pricing/; the versions and dates are in costing/aws/engine_versions.py.
"""

from datetime import date
from decimal import Decimal

from costing.aws.engine_versions import Version
from costing.model import Meter, Sku
from costing.units import Unit

SERVICE = "AmazonRDS"


def extended_support(version: Version, on: date, vcpu_hours: Decimal) -> Meter:
    third = version.third_year is not None and on >= version.third_year
    return Meter(
        f"Extended support (year {3 if third else 1})",
        Sku(SERVICE, f"ExtendedSupport:{'Yr3' if third else 'Yr1-Yr2'}:{version.name}"),
        vcpu_hours,
        Unit.VCPU_HOURS,
    )
