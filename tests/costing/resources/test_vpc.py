from costing.resources import vpc
from tests import graphs
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a gateway is charged by the hour and by what it passes on",
        vpc.NatGateway,
        {},
        {"NatGateway-Hours": 730, "NatGateway-Bytes": None},
    ),
    Case(
        "what left through a gateway for the internet and what crossed zones is EC2's transfer",
        vpc.NatGateway,
        {},
        {
            "NatGateway-Hours": 730,
            "NatGateway-Bytes": 100,
            "DataTransfer-Out-Bytes": 80,
            "DataTransfer-Regional-Bytes": 40,
        },
        usage={
            "monthly_data_processed_gb": 100,
            "monthly_outbound_internet_gb": 80,
            "monthly_intra_region_gb": 20,
        },
    ),
    Case(
        "a gateway of a region is charged in each zone that it states",
        vpc.NatGateway,
        {"availabilityMode": "regional", "availabilityZoneAddresses": [{}, {}, {}]},
        {"RegionalNatGateway-Hours": 3 * 730, "RegionalNatGateway-Bytes": None},
    ),
    Case(
        "a gateway of a region that states no zones is active in those of its VPC's subnets",
        vpc.NatGateway,
        {"availabilityMode": "regional", "vpcId": "vpc-1"},
        {"RegionalNatGateway-Hours": 2 * 730, "RegionalNatGateway-Bytes": None},
        around=[
            graphs.resource("aws:ec2/vpc:Vpc", "main", {}, id="vpc-1"),
            *(
                graphs.resource(
                    "aws:ec2/subnet:Subnet",
                    f"{zone}{tier}",
                    {"vpcId": "vpc-1", "availabilityZone": zone},
                )
                for zone in ("us-east-1a", "us-east-1b")
                for tier in ("public", "private")
            ),
        ],
    ),
    Case(
        "an address that nothing holds is idle",
        vpc.Eip,
        {},
        {"PublicIPv4:IdleAddress": 730},
    ),
    Case(
        "an address that a gateway holds is in use",
        vpc.Eip,
        {},
        {"PublicIPv4:InUseAddress": 730},
        around=[graphs.resource(vpc.NAT_GATEWAY, "nat", {"allocationId": "eipalloc-1"})],
        more={"id": "eipalloc-1"},
    ),
    Case(
        "an address of an instance is in use",
        vpc.Eip,
        {"instance": "i-1"},
        {"PublicIPv4:InUseAddress": 730},
    ),
    Case("an address of one's own pool is free", vpc.Eip, {"publicIpv4Pool": "ipv4pool-1"}, {}),
    Case(
        "an interface endpoint whose subnets are configured with addresses",
        vpc.VpcEndpoint,
        {
            "vpcEndpointType": "Interface",
            "subnetConfigurations": [{"subnetId": "subnet-1"}, {"subnetId": "subnet-2"}],
        },
        {"VpcEndpoint-Hours": 1460, "VpcEndpoint-Bytes": None},
    ),
    Case("a gateway endpoint is free", vpc.VpcEndpoint, {"serviceName": "s3"}, {}),
    Case(
        "an interface endpoint is charged in each of its subnets",
        vpc.VpcEndpoint,
        {"vpcEndpointType": "Interface", "subnetIds": ["subnet-1", "subnet-2"]},
        {"VpcEndpoint-Hours": 1460, "VpcEndpoint-Bytes": 1000},
        usage={"monthly_data_processed_gb": 1000},
    ),
    Case(
        "a subnet may be associated with an endpoint by a resource of its own",
        vpc.VpcEndpoint,
        {"vpcEndpointType": "Interface"},
        {"VpcEndpoint-Hours": 730, "VpcEndpoint-Bytes": None},
        around=[
            graphs.resource(
                "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
                "one",
                {"vpcEndpointId": "vpce-1", "subnetId": "subnet-1"},
            )
        ],
        more={"id": "vpce-1"},
    ),
    Case(
        "an endpoint without a subnet stands in one zone",
        vpc.VpcEndpoint,
        {"vpcEndpointType": "GatewayLoadBalancer"},
        {"VpcEndpoint-GWLBE-Hours": 730, "VpcEndpoint-GWLBE-Bytes": None},
    ),
    Case(
        "an endpoint of a resource has prices of its own",
        vpc.VpcEndpoint,
        {"vpcEndpointType": "Resource", "subnetIds": ["subnet-1"]},
        {"VpcResourceConsumer-Hours": 730, "VpcResourceConsumer-Bytes": None},
    ),
    Case("logs of a log group are charged with the group", vpc.FlowLog, {"vpcId": "vpc-1"}, {}),
    Case(
        "logs delivered to a bucket are charged by the gigabyte, Parquet more",
        vpc.FlowLog,
        {"logDestinationType": "s3", "destinationOptions": {"fileFormat": "parquet"}},
        {"S3-Egress-Bytes": 100, "S3-Egress-InputBytes": 100},
        usage={"monthly_data_ingested_gb": 100},
    ),
    Case(
        "logs delivered to Firehose are charged by the gigabyte",
        vpc.FlowLog,
        {"logDestinationType": "kinesis-data-firehose"},
        {"FH-Egress-Bytes": 100},
        usage={"monthly_data_ingested_gb": 100},
    ),
    Case(
        "each address of a contiguous block from AWS is charged",
        vpc.VpcIpamPoolCidr,
        {"ipamPoolId": "pool-1", "netmaskLength": 29},
        {"PublicIPv4:ContiguousBlock": 8 * 730},
        around=[
            graphs.resource(
                "aws:ec2/vpcIpamPool:VpcIpamPool", "p", {"publicIpSource": "amazon"}, id="pool-1"
            )
        ],
    ),
    Case("a private block is free", vpc.VpcIpamPoolCidr, {"cidr": "10.0.0.0/16"}, {}),
    Case("a free address manager is free", vpc.VpcIpam, {"tier": "free"}, {}),
    Case(
        "of an advanced one each active address is charged",
        vpc.VpcIpam,
        {},
        {"IPAddressManager-IP-Hours": 7300},
        usage={"active_ip_addresses": 10},
    ),
]
