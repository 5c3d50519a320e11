from costing.resources.elasticsearch import Domain
from tests.costing.resources.case import Case

CASES = [
    Case("one node where nothing is stated", Domain, {}, {"ESInstance:m4.large": 730}),
    Case(
        "magnetic volumes, and masters of the data nodes' default type",
        Domain,
        {
            "clusterConfig": {
                "instanceType": "c4.2xlarge.elasticsearch",
                "instanceCount": 2,
                "dedicatedMasterEnabled": True,
                "dedicatedMasterCount": 1,
            },
            "ebsOptions": {"ebsEnabled": True, "volumeType": "standard", "volumeSize": 400},
        },
        {"ESInstance:c4.2xlarge": 1460, "ES:Magnetic-Storage": 800, "ESInstance:m4.large": 730},
    ),
]
