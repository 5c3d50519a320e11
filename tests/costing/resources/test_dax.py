from costing.resources.dax import Cluster
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a primary with two replicas",
        Cluster,
        {"nodeType": "dax.r5.large", "replicationFactor": 3},
        {"NodeUsage:dax-r5.large": 2190},
    ),
]
