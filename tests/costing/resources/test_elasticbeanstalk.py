from costing.resources import elasticbeanstalk
from costing.resources._shared.beanstalk_settings import (
    DATABASE,
    ENVIRONMENT,
    GROUP,
    INSTANCES,
    LAUNCH,
    LOGS,
)
from tests.costing.resources.case import Case


def settings(*stated: tuple[str, str, object]) -> dict[str, object]:
    return {
        "application": "shop",
        "settings": [
            {"namespace": namespace, "name": name, "value": value}
            for namespace, name, value in stated
        ],
    }


CASES = [
    Case(
        "an environment without settings has one small instance behind a classic load balancer",
        elasticbeanstalk.Environment,
        settings(),
        {
            "BoxUsage:t3.micro": 730,
            "CPUCredits:t3": None,
            "EBS:VolumeUsage.gp2": 8,
            "PublicIPv4:InUseAddress": None,
            "LoadBalancerUsage": 730,
            "DataProcessing-Bytes": None,
        },
    ),
    Case(
        "its settings say what it starts",
        elasticbeanstalk.Environment,
        settings(
            (LAUNCH, "InstanceType", "c4.large"),
            (LAUNCH, "RootVolumeType", "io1"),
            (LAUNCH, "RootVolumeSize", "20"),
            (LAUNCH, "RootVolumeIOPS", "300"),
            (GROUP, "MinSize", "2"),
            (ENVIRONMENT, "LoadBalancerType", "network"),
            (LOGS, "StreamLogs", "true"),
        ),
        {
            "BoxUsage:c4.large": 1460,
            "EBS:VolumeUsage.piops": 40,
            "PublicIPv4:InUseAddress": None,
            "EBS:VolumeP-IOPS.piops": 600,
            "LoadBalancerUsage": 730,
            "LCUUsage": 100,
            "DataProcessing-Bytes": 10,
            "TimedStorage-ByteHrs": 5,
            "DataScanned-Bytes": None,
        },
        usage={
            "lb": {"processed_bytes_gb": 100},
            "cloudwatch": {"monthly_data_ingested_gb": 10, "storage_gb": 5},
        },
    ),
    Case(
        "a single instance has no load balancer, and may run on spot",
        elasticbeanstalk.Environment,
        settings(
            (ENVIRONMENT, "EnvironmentType", "SingleInstance"),
            (INSTANCES, "InstanceTypes", "t3.large, t3a.large"),
            (INSTANCES, "EnableSpot", "true"),
        ),
        {"SpotUsage:t3.large": 365, "SpotUsage:t3a.large": 365, "EBS:VolumeUsage.gp2": 8},
    ),
    Case(
        "a database may live and die with it",
        elasticbeanstalk.Environment,
        settings(
            (ENVIRONMENT, "EnvironmentType", "SingleInstance"),
            (LAUNCH, "InstanceType", "m5.large"),
            (DATABASE, "DBInstanceClass", "db.m6g.xlarge"),
            (DATABASE, "DBAllocatedStorage", "100"),
            (DATABASE, "MultiAZDatabase", "true"),
        ),
        {
            "BoxUsage:m5.large": 730,
            "EBS:VolumeUsage.gp2": 8,
            "Multi-AZUsage:db.m6g.xl": 730,
            "RDS:Multi-AZ-GP2-Storage": 100,
            "RDS:ChargedBackupUsage": 50,
            "PI_API": 1000,
        },
        usage={
            "db": {
                "additional_backup_storage_gb": 50,
                "monthly_additional_performance_insights_requests": 1000,
            }
        },
    ),
]
