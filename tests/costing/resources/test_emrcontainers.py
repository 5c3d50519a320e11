from costing.resources import emrcontainers
from tests.costing.resources.case import Case

CASES = [
    Case(
        "jobs pay a surcharge on the vCPU and memory that they ask for",
        emrcontainers.VirtualCluster,
        {},
        {"EMR-EKS-EC2-vCPUHours": 100, "EMR-EKS-EC2-GBHours": None},
        usage={"monthly_vcpu_hours": 100},
    ),
]
