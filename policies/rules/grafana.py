"""Rules for Amazon Managed Grafana."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be_given

GUIDE = "https://docs.aws.amazon.com/grafana/latest/userguide"
WORKSPACE = "aws:grafana/workspace:Workspace"

RULES: tuple[Rule, ...] = (
    input_rule(
        "grafana-workspace-network-access-control",
        must_be_given("networkAccessControl", "prefix lists or VPC endpoints"),
        types=(WORKSPACE,),
        concern="security",
        severity="low",
        title="Managed Grafana workspace (AWS) can be reached from the internet",
        risk="A stolen session or API key works from every address.",
        fix='network_access_control={"prefix_list_ids": [office.id], "vpce_ids": [endpoint.id]}',
        aws_docs=f"{GUIDE}/AMG-configure-nac.html",
        regulated=True,
    ),
    input_rule(
        "grafana-workspace-in-vpc",
        must_be_given("vpcConfiguration", "subnets and security groups"),
        types=(WORKSPACE,),
        concern="security",
        severity="low",
        title="Managed Grafana workspace (AWS) reads its data sources outside of a VPC",
        risk="Data sources have to be public for the workspace to reach them.",
        fix='vpc_configuration={"subnet_ids": [...], "security_group_ids": [group.id]}',
        aws_docs=f"{GUIDE}/AMG-configure-vpc.html",
        regulated=True,
    ),
)
