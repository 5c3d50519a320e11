from costing.resources.dms import ReplicationInstance
from tests.costing.resources.case import Case

CASES = [
    Case(
        "storage of 50 GB comes with a burstable class",
        ReplicationInstance,
        {"replicationInstanceClass": "dms.t3.micro"},
        {"InstanceUsg:dms.t3.micro": 730, "CPUCredits:dms.t3": 20},
        usage={"monthly_cpu_credit_hrs": 10},  # of each of two vCPUs
        unpriced=["CPUCredits:dms.t3"],
    ),
    Case(
        "storage beyond the 100 GB of other classes, twice with a standby",
        ReplicationInstance,
        {"replicationInstanceClass": "dms.r5.large", "allocatedStorage": 150, "multiAz": True},
        {"Multi-AZUsg:dms.r5.large": 730, "Multi-AZ-StorageUsage": 50},
    ),
    Case(
        "part of a month",
        ReplicationInstance,
        {"replicationInstanceClass": "dms.t2.micro", "allocatedStorage": 60},
        {"InstanceUsg:dms.t2.micro": 100, "StorageUsage": 10, "CPUCredits:dms.t2": None},
        usage={"monthly_hrs": 100},
        unpriced=["CPUCredits:dms.t2"],
    ),
]
