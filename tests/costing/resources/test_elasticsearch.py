from costing.resources.elasticsearch import Domain
from tests.costing.resources.case import Case

CASES = [
    Case(
        "one node where nothing is stated",
        Domain,
        {"elasticsearchVersion": "7.10"},
        {"ESInstance:m4.large": 730},
    ),
    Case(
        "the default version 1.5 has Extended Support",
        Domain,
        {},
        {"ESInstance:m4.large": 730},
        left_open=["Extended support"],
    ),
    Case(
        "an extended version costs as much as its instances again",
        Domain,
        {"elasticsearchVersion": "7.4"},
        {"ESInstance:m4.large": 730, "ExtendedSupport:m4.large": 730},
    ),
    Case(
        "magnetic volumes, and masters of the data nodes' default type",
        Domain,
        {
            "elasticsearchVersion": "7.10",
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
