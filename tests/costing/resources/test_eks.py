from costing.resources import eks
from tests import graphs
from tests.costing.resources.case import Case

TEMPLATE = graphs.resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "nodes",
    {
        "instanceType": "m5.xlarge",
        "blockDeviceMappings": [{"ebs": {"volumeSize": 50, "volumeType": "gp3"}}],
    },
    id="lt-1",
)
THREE = {"scalingConfig": {"desiredSize": 3, "minSize": 1, "maxSize": 5}}

CASES = [
    Case(
        "a cluster of a version that is newer than the calendar",
        eks.Cluster,
        {"version": "9.9"},
        {"AmazonEKS-Hours:perCluster": 730},
    ),
    Case(
        "a cluster of a version past its standard support pays more",
        eks.Cluster,
        {"version": "1.31"},
        {"AmazonEKS-Hours:perCluster": 730, "AmazonEKS-Hours:extendedSupport": 730},
    ),
    Case(
        "unless it is upgraded then",
        eks.Cluster,
        {"version": "1.31", "upgradePolicy": {"supportType": "STANDARD"}},
        {"AmazonEKS-Hours:perCluster": 730},
    ),
    Case(
        "a provisioned control plane costs more",
        eks.Cluster,
        {"controlPlaneScalingConfig": {"tier": "tier-xl"}},
        {"AmazonEKS-Hours:perCluster": 730, "AmazonEKS-Hours:XL-ProvisionedTier": 730},
    ),
    Case(
        "what Auto Mode runs only usage can tell",
        eks.Cluster,
        {"computeConfig": {"enabled": True}},
        {"AmazonEKS-Hours:perCluster": 730, "EKS-Auto:m7i.large-management-hours": None},
    ),
    Case(
        "each of its instances pays a fee",
        eks.Cluster,
        {"computeConfig": {"enabled": True}},
        {
            "AmazonEKS-Hours:perCluster": 730,
            "BoxUsage:c6g.large": 2190,
            "EKS-Auto:c6g.large-management-hours": 2190,
        },
        usage={"auto_mode_instance_type": "c6g.large", "auto_mode_instances": 3},
    ),
    Case(
        "a profile runs one small pod, as nobody says otherwise",
        eks.FargateProfile,
        {},
        {"Fargate-GB-Hours": 730, "Fargate-vCPU-Hours:perCPU": 730},
    ),
    Case(
        "or as many as usage states",
        eks.FargateProfile,
        {},
        {"Fargate-GB-Hours": 5840, "Fargate-vCPU-Hours:perCPU": 2920},
        usage={"pods": 2, "vcpus": 2, "memory_gb": 4},
    ),
    Case(
        "a capability is charged by the hour, and by what it manages",
        eks.Capability,
        {"type": "ACK", "clusterName": "c"},
        {
            "AmazonEKSCapabilities-ACK-Hours:perCapability": 730,
            "AmazonEKSCapabilities-ACK-CR-Hours:perCustomResource": 73_000,
        },
        usage={"custom_resources": 100},
    ),
    Case(
        "CloudWatch add-on: Container Insights by observations and logs",
        eks.Addon,
        {"addonName": "amazon-cloudwatch-observability", "clusterName": "c"},
        {"CW:ObservationUsage": 1_000_000, "DataProcessing-Bytes": 3},
        usage={
            "monthly_container_insights_observations": 1_000_000,
            "monthly_container_insights_logs_gb": 3,
        },
    ),
    Case("another add-on is free", eks.Addon, {"addonName": "vpc-cni"}, {}),
]
