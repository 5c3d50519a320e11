from costing.resources import emr
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
        "each instance of a group pays EMR's surcharge, and for the volumes that are stated",
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
        },
    ),
    Case(
        "a group with a bid runs on spot, and pays the surcharge all the same",
        emr.InstanceGroup,
        {"instanceType": "m5.xlarge", "instanceCount": 2, "bidPrice": "0.1"},
        {"SpotUsage:m5.xlarge": 200, "BoxUsage:m5.xlarge": 200},
        usage={"monthly_hrs": 100},
    ),
    Case(
        "of a fleet the on-demand part runs on the first type, the spot part on all",
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
        },
    ),
    Case(
        "how long a cluster runs that ends with its steps, only usage tells",
        emr.Cluster,
        {
            "masterInstanceGroup": {"instanceType": "m5.xlarge"},
            "keepJobFlowAliveWhenNoSteps": False,
        },
        {"BoxUsage:m5.xlarge": None},
    ),
    Case(
        "a task fleet",
        emr.InstanceFleet,
        fleet(targetSpotCapacity=2),
        {
            "SpotUsage:m5.xlarge": 730,
            "SpotUsage:m5.2xlarge": 365,
            "BoxUsage:m5.xlarge": 730,
            "BoxUsage:m5.2xlarge": 365,
        },
    ),
]
