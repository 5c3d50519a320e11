"""A usage type without its region."""

import pytest

from costing.prices.regions import regions, strip_region


@pytest.mark.parametrize(
    ("usage_type", "service", "stripped"),
    [
        ("EUW2-BoxUsage:t3.large", "AmazonEC2", "BoxUsage:t3.large"),
        ("BoxUsage:t3.large", "AmazonEC2", "BoxUsage:t3.large"),
        ("EU-EBS:VolumeUsage.gp3", "AmazonEC2", "EBS:VolumeUsage.gp3"),
        ("EUW1-ESInstance:r6g.large.search", "AmazonES", "ESInstance:r6g.large.search"),
        ("CPT-TimedStorage-ByteHrs", "AmazonS3", "TimedStorage-ByteHrs"),
        ("USE1-PublicIPv4:InUseAddress", "AmazonVPC", "PublicIPv4:InUseAddress"),
        ("APS3-CW:Requests", "AmazonCloudWatch", "CW:Requests"),
        ("UGW1-TimedStorage-ByteHrs", "AmazonEFS", "TimedStorage-ByteHrs"),
        ("USW2-USE1-AWS-Out-Bytes", "AmazonEC2", "USE1-AWS-Out-Bytes"),
        ("USW2-EU-AWS-Out-Bytes", "AmazonEC2", "EU-AWS-Out-Bytes"),
        ("USW2-AWS-Out-Bytes", "AmazonEC2", "AWS-Out-Bytes"),  # peering: nobody says where to
        ("USE1-USW2-S3RTC-Out-Bytes", "AmazonS3", "USW2-S3RTC-Out-Bytes"),
        ("eu-west-2-KMS-Keys", "awskms", "KMS-Keys"),
        ("us-gov-west-1-KMS-Requests", "awskms", "KMS-Requests"),
        ("Global-WebACLV2", "awswaf", "WebACLV2"),
        ("USE1:PI_LTR:T3", "AmazonRDS", "PI_LTR:T3"),
        ("USE1WL1BNA1-BoxUsage:t3.medium", "AmazonEC2", "BoxUsage:t3.medium"),
        (
            "EUC1-MP:EUC1_InputTokenCount-Units",
            "AmazonBedrock",
            "MP:InputTokenCount-Units",
        ),
        ("EU-DataTransfer-Out-Bytes", "AmazonCloudFront", "EU-DataTransfer-Out-Bytes"),
        ("EU-DataTransfer-Out-Bytes", "AmazonEC2", "DataTransfer-Out-Bytes"),
        ("HostedZone", "AmazonRoute53", "HostedZone"),
        ("CAN1-DNS-Queries", "AmazonRoute53", "DNS-Queries"),
        ("CA-Requests-Tier1", "AmazonCloudFront", "CA-Requests-Tier1"),
        ("EUSomething", "AmazonEC2", "EUSomething"),
        ("", "AmazonEC2", ""),
    ],
)
def test_a_usage_type_loses_its_region_and_nothing_else(
    usage_type: str, service: str, stripped: str
) -> None:
    assert strip_region(usage_type, service) == stripped


def test_each_prefix_belongs_to_one_region() -> None:
    prefixes = [prefix for each in regions().values() for prefix in (each.prefix, *each.also)]

    assert len(prefixes) == len(set(prefixes))
    assert regions()["eu-west-1"].prefix == "EU"
    assert regions()["ap-south-1"].prefix == "APS3"


@pytest.mark.parametrize("region", regions())
def test_every_region_strips_its_own_prefix(region: str) -> None:
    assert strip_region(f"{regions()[region].prefix}-NatGateway-Hours") == "NatGateway-Hours"
    assert strip_region(f"{region}-KMS-Keys") == "KMS-Keys"
