from costing.resources import emr
from tests import graphs
from tests.costing.resources.case import Case

EBS = [{"size": 100, "type": "gp3", "volumesPerInstance": 2}]


def fleet(**more: object) -> dict[str, object]:
    return {
        "instanceTypeConfigs": [
            {"instanceType": "m5.xlarge", "weightedCapacity": 1},
            {"instanceType": "m5.2xlarge", "weightedCapacity": 2},
        ],
        **more,
    }


CASES = [
    Case(
        "surcharge, root volume, and configured or default volumes",
        emr.Cluster,
        {
            "masterInstanceGroup": {"instanceType": "m5.xlarge"},
            "coreInstanceGroup": {
                "instanceType": "r5.xlarge",
                "instanceCount": 3,
                "ebsConfigs": EBS,
            },
        },
        {
            "BoxUsage:m5.xlarge": 1460,  # of EC2 and of EMR
            "BoxUsage:r5.xlarge": 2 * 2190,
            "EBS:VolumeUsage.gp3": 600,
            "EBS:VolumeUsage.gp2": 4 * 10 + 2 * 32,  # root volumes, the master's defaults
        },
    ),
    Case(
        "task group on spot for a part of the month, volumes included",
        emr.InstanceGroup,
        {"instanceType": "m5.xlarge", "instanceCount": 2, "bidPrice": "0.1"},
        {
            "SpotUsage:m5.xlarge": 200,
            "BoxUsage:m5.xlarge": 200,
            "EBS:VolumeUsage.gp2": "20.273972602760",  # 2 x (10 + 64) x 100 / 730
        },
        usage={"monthly_hrs": 100},
    ),
    Case(
        "instance fleet, on demand on the first type, spot on all",
        emr.Cluster,
        {
            "masterInstanceFleet": fleet(targetOnDemandCapacity=1),
            "coreInstanceFleet": fleet(targetOnDemandCapacity=2, targetSpotCapacity=4),
        },
        {
            "BoxUsage:m5.xlarge": 730 + 730 + 1460 + 1460 + 1460,
            "SpotUsage:m5.xlarge": 1460,
            "SpotUsage:m5.2xlarge": 730,
            "BoxUsage:m5.2xlarge": 730,
            "EBS:VolumeUsage.gp2": 6 * (10 + 64),
        },
    ),
    Case(
        "cluster that ends with its steps needs monthly_hrs",
        emr.Cluster,
        {
            "masterInstanceGroup": {"instanceType": "m5.xlarge"},
            "keepJobFlowAliveWhenNoSteps": False,
        },
        {"BoxUsage:m5.xlarge": None, "EBS:VolumeUsage.gp2": None},
    ),
    Case(
        "task fleet of a cluster of release 7",
        emr.InstanceFleet,
        {**fleet(targetSpotCapacity=2), "clusterId": "j-1"},
        {
            "SpotUsage:m5.xlarge": 730,
            "SpotUsage:m5.2xlarge": 365,
            "BoxUsage:m5.xlarge": 730,
            "BoxUsage:m5.2xlarge": 365,
            "EBS:VolumeUsage.gp2": "96.0",
            "EBS:VolumeUsage.gp3": "22.5",  # root volumes of 15 GB
        },
        around=[
            graphs.resource("aws:emr/cluster:Cluster", "c", {"releaseLabel": "emr-7.1.0"}, id="j-1")
        ],
    ),
    Case(
        "public addresses of a cluster in a public subnet; no default volumes on local disks",
        emr.Cluster,
        {
            "masterInstanceGroup": {"instanceType": "m5d.xlarge"},
            "ec2Attributes": {"subnetId": "subnet-1", "instanceProfile": "p"},
            "ebsRootVolumeSize": 20,
        },
        {
            "BoxUsage:m5d.xlarge": 1460,
            "EBS:VolumeUsage.gp2": 20,
            "PublicIPv4:InUseAddress": 730,
        },
        around=[
            graphs.resource(
                "aws:ec2/subnet:Subnet", "public", {"mapPublicIpOnLaunch": True}, id="subnet-1"
            )
        ],
    ),
]
