"""Rules for Amazon OpenSearch Service."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "opensearch-domain-own-security-group",
        "vpcOptions.securityGroupIds",
        passes=[["sg-1"]],
        fails=[None],
        kind="aws:opensearch/domain:Domain",
    ),
    *of_input(
        "opensearch-domain-dedicated-master-nodes",
        "clusterConfig.dedicatedMasterEnabled",
        passes=[True],
        fails=[False, None],
        kind="aws:opensearch/domain:Domain",
    ),
    *of_input(
        "opensearch-domain-three-data-nodes",
        "clusterConfig.instanceCount",
        passes=[3],
        fails=[2, None],
        kind="aws:opensearch/domain:Domain",
    ),
    *of_input(
        "opensearch-domain-auto-software-update",
        "softwareUpdateOptions.autoSoftwareUpdateEnabled",
        passes=[True],
        fails=[False, None],
    ),
    *of_input(
        "opensearch-domain-no-internal-user-database",
        "advancedSecurityOptions.internalUserDatabaseEnabled",
        passes=[None, False],
        fails=[True],
        kind="aws:opensearch/domain:Domain",
    ),
    *of_inputs(
        "opensearch-serverless-collection-not-public",
        passes=[
            {"type": "network", "policy": '[{"AllowFromPublic": false}]'},
            {"type": "encryption", "policy": "{}"},
        ],
        fails=[{"type": "network", "policy": '[{"AllowFromPublic":true}]'}],
        unknown=[{"type": "network", "policy": UNKNOWN}],
    ),
]
