"""Hours of SageMaker's ml.* instances, and their volumes.

https://aws.amazon.com/sagemaker/ai/pricing/.
"""

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Quantity
from costing.resources._shared.requests import times
from costing.units import HOURS_PER_MONTH, Unit, divide

SERVICE = "AmazonSageMaker"


def sagemaker(usage_type: str) -> Sku:
    return Sku(SERVICE, usage_type)


def instance_hours(  # noqa: PLR0913 (all but the first three by name)
    form: str,
    instance_type: str,
    hours: Quantity,
    *,
    name: str,
    key: str | None = None,
    group: str | None = None,
    assumed: str | None = None,
) -> Meter:
    """Meter an instance in one of its forms: Host, AsyncInf, Train, Processing, Notebk."""
    return Meter(
        f"{name} ({instance_type})",
        sagemaker(f"{form}:{instance_type}"),
        hours,
        Unit.HOURS,
        usage=key,
        group=group,
        assumed=assumed,
    )


def volume(
    form: str,
    gigabytes: Quantity,
    hours: Quantity,
    *,
    key: str | None = None,
    group: str | None = None,
) -> Meter:
    """Meter a volume for the hours of its instance."""
    months = None if hours is None else divide(hours, HOURS_PER_MONTH)
    usage_type = f"{form}:VolumeUsage.gp2"
    quantity = times(months, gigabytes)
    return Meter("Storage", sagemaker(usage_type), quantity, Unit.GB_MONTHS, usage=key, group=group)
