"""Rules for Amazon OpenSearch Service."""

import json
from collections.abc import Mapping

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import DOMAIN
from policies.rules.iam.policies import DOMAIN_POLICIES
from tests.policies.row import Row, declare, of_input, of_inputs

ANYONE = json.dumps(
    {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "es:*", "Resource": "*"}]}
)
IN_VPC = {"vpcOptions": {"subnetIds": ["subnet-1"]}}
SIGNED_IN = {"advancedSecurityOptions": {"enabled": True, "internalUserDatabaseEnabled": True}}
ANONYMOUS = {"advancedSecurityOptions": {"enabled": True, "anonymousAuthEnabled": True}}


def open_domain(inputs: Mapping[str, object]) -> list[Resource]:
    """Return a domain with these inputs, and a policy that admits everyone to it."""
    domain = declare(DOMAIN, "domain", inputs)
    policy = {"domainName": domain, "accessPolicies": ANYONE}
    return [domain, declare(DOMAIN_POLICIES[0], "open", policy)]


ROWS = [
    *of_inputs(
        "iam-resource-policy-no-public-principal",
        DOMAIN,
        passes=[{"accessPolicies": ANYONE, **IN_VPC}, {"accessPolicies": ANYONE, **SIGNED_IN}],
        fails=[{"accessPolicies": ANYONE}, {"accessPolicies": ANYONE, **ANONYMOUS}],
        unknown=[{"accessPolicies": ANYONE, "vpcOptions": UNKNOWN}],
    ),
    Row("iam-resource-policy-no-public-principal", None, open_domain(IN_VPC)),
    Row("iam-resource-policy-no-public-principal", "violation", open_domain({})),
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
