from decimal import Decimal

from costing.resources import apprunner
from tests import graphs
from tests.costing.resources.case import Case

SCALING = graphs.resource(apprunner.SCALING, "two", {"minSize": 2}, id="arn:two")

CASES = [
    Case(
        "one instance of 1 vCPU and 2 GB is kept warm",
        apprunner.Service,
        {},
        {
            "AppRunner-AutomaticDeployment": 1,
            "AppRunner-Provisioned-GB-hours": 1460,
            "AppRunner-vCPU-hours": None,
            "AppRunner-GB-hours": None,
        },
    ),
    Case(
        "as many as the scaling configuration says; those that serve pay for vCPU too",
        apprunner.Service,
        {
            "autoScalingConfigurationArn": "arn:two",
            "instanceConfiguration": {"cpu": "0.5 vCPU", "memory": "1 GB"},
        },
        {
            "AppRunner-AutomaticDeployment": 1,
            "AppRunner-Provisioned-GB-hours": 1360,
            "AppRunner-vCPU-hours": 50,
            "AppRunner-GB-hours": 100,
        },
        usage={"monthly_active_instance_hours": 100},
        around=[SCALING],
    ),
    Case(
        "a service built from code pays for its builds",
        apprunner.Service,
        {"sourceConfiguration": {"codeRepository": {"repositoryUrl": "r"}}},
        {
            "AppRunner-AutomaticDeployment": 1,
            "AppRunner-Provisioned-GB-hours": 0,
            "AppRunner-vCPU-hours": Decimal(0),
            "AppRunner-GB-hours": 0,
            "AppRunner-Build-mins": 60,
        },
        usage={
            "provisioned_instances": 0,
            "monthly_active_instance_hours": 0,
            "monthly_build_mins": 60,
        },
    ),
]
