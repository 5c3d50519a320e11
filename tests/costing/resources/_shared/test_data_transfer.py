from decimal import Decimal
from typing import Any

from costing.estimate.estimate import estimate
from costing.prices.book import installed
from costing.usage.file import UsageFile
from tests import graphs

TIER = 10_240  # GB to the internet, dearer than what follows


def priced(region: str, **usage: dict[str, Any]) -> list[Any]:
    kinds = {
        "web": "aws:ec2/instance:Instance",
        "api": "aws:apigateway/restApi:RestApi",
    }
    resources = [
        graphs.resource(kinds[name], name, {"instanceType": "m5.large"}, region=region)
        for name in usage
    ]
    found = estimate(graphs.graph(*resources), installed(), UsageFile(resources=dict(usage)))
    assert found.gaps == ()
    return [each for each in found.charges if each.meter.sku.usage_type.endswith("-Bytes")]


def transferred(region: str, **usage: dict[str, Any]) -> list[Any]:
    """Return the charges with a quantity: the others have no usage."""
    return [each for each in priced(region, **usage) if each.meter.quantity is not None]


def test_transfer_tiers_span_all_services_of_a_region() -> None:
    stated = {"monthly_outbound_internet_gb": TIER}

    charges = priced("us-east-1", web=stated, api=stated)

    assert {each.meter.sku.service for each in charges} == {"AmazonEC2", "AmazonApiGateway"}
    assert sum(each.list_cost or 0 for each in charges) == TIER * (
        Decimal("0.09") + Decimal("0.085")
    )


def test_transfer_between_zones_is_charged_on_both_sides() -> None:
    (charge,) = transferred("us-east-1", web={"monthly_intra_region_gb": 100})

    assert charge.list_cost == Decimal(2)


def test_assumed_other_region_is_named() -> None:
    stated = {"monthly_outbound_other_regions_gb": 100}

    (home,) = transferred("us-east-1", web=stated)
    (away,) = transferred("eu-west-1", web=stated)

    assert home.meter.assumed == "to us-west-2"
    assert away.meter.assumed == "to us-east-1"
    assert home.list_cost == Decimal(2)
