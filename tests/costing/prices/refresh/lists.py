"""Small price lists in AWS's formats, and the download of one."""

from decimal import Decimal

from costing.model import Sku
from costing.prices.book import installed, shipped
from costing.prices.refresh.download import Downloads
from costing.prices.refresh.refresh import (
    Outcome,
    downloads_of,
    refresh_prices,
)
from tests.costing.prices.refresh.served import Served

HEAD = """"FormatVersion","v1.0"
"Disclaimer","This pricing list is for informational purposes only."
"Publication Date","2026-11-20T00:00:00Z"
"Version","20261120000000"
"OfferCode","{service}"
"SKU","TermType","StartingRange","EndingRange","Unit","PricePerUnit","Currency","Location","usageType","operation","LeaseContractLength","PurchaseOption","OfferingClass"
"""


EC2 = HEAD.format(service="AmazonEC2") + "\n".join(
    [
        '"A","OnDemand","0","Inf","Hrs","0.1700","USD","x","BoxUsage:m7g.xlarge","RunInstances"',
        '"B","Reserved","","","Hrs","0.0500","USD","x","BoxUsage:m7g.xlarge","RunInstances","1yr","Partial Upfront","standard"',
        '"B","Reserved","","","Quantity","438","USD","x","BoxUsage:m7g.xlarge","RunInstances","1yr","Partial Upfront","standard"',
        '"C","OnDemand","0","Inf","Hrs","9.99","USD","x","BoxUsage:m99g.xlarge","RunInstances"',
        '"D","OnDemand","0","Inf","GiBps-mo","41.984","USD","x","EBS:VolumeP-Throughput.gp3",""',
        '"E","OnDemand","0","Inf","Hrs","45","USD","x","NatGateway-Hours","NatGateway"',
        '"F","OnDemand","0","Inf","Furlongs","1","USD","x","Walk","Take"',
    ]
)


SQS = HEAD.format(service="AWSQueueService") + "\n".join(
    [
        '"A","OnDemand","0","1000000","Requests","0","USD","x","USE1-Requests-Tier1",""',
        '"A","OnDemand","1000000","Inf","Requests","0.0000004","USD","x","USE1-Requests-Tier1",""',
    ]
)


PRICES = "/offers/v1.0/aws/{}/current/us-east-1/index.csv"


PLANS = "/savingsPlan/v1.0/aws/AWSComputeSavingsPlan"


RATES = """"FormatVersion","v1.0"
"OfferCode","AWSComputeSavingsPlan"
"SKU","DiscountedRate","Currency","DiscountedServiceCode","DiscountedUsageType","DiscountedOperation","PurchaseOption","LeaseContractLength","UsageType"
"A","0.1191","USD","AmazonEC2","BoxUsage:m7g.xlarge","RunInstances","No Upfront","1","ComputeSP:1yrNoUpfront"
"B","0.01","USD","AWSLambda","Lambda-GB-Second","Invoke","No Upfront","1","ComputeSP:1yrNoUpfront"
"""


def refreshed(aws: Served, service: str = "AmazonEC2") -> Outcome:
    downloads = Downloads(downloads_of("us-east-1"))
    return refresh_prices("us-east-1", service, shipped(), downloads, aws.address)


def price_of(usage_type: str, operation: str = "", service: str = "AmazonEC2") -> Decimal:
    installed.cache_clear()
    found = installed().price("us-east-1", Sku(service, usage_type, operation))
    return found.tiers[-1].list_unit_price
