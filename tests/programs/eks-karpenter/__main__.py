"""EKS with add-ons, Pod Identity, IRSA, and what Karpenter needs in AWS."""

import json

import pulumi
import pulumi_aws as aws
from cluster import attach, cluster, node_role, trust

issuer = cluster.identities[0].oidcs[0].issuer
provider = aws.iam.OpenIdConnectProvider(
    "oidc",
    url=issuer,
    client_id_lists=["sts.amazonaws.com"],
    thumbprint_lists=["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"],
)


def irsa(namespace: str, account: str) -> pulumi.Output[str]:
    """Trust policy of a role for a service account."""

    def document(args: list[str]) -> str:
        arn, url = args
        host = url.removeprefix("https://")
        return json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Federated": arn},
                        "Action": "sts:AssumeRoleWithWebIdentity",
                        "Condition": {
                            "StringEquals": {
                                f"{host}:sub": f"system:serviceaccount:{namespace}:{account}",
                                f"{host}:aud": "sts.amazonaws.com",
                            }
                        },
                    }
                ],
            }
        )

    return pulumi.Output.all(provider.arn, issuer).apply(document)


dns = aws.iam.Role("external-dns", assume_role_policy=irsa("kube-system", "external-dns"))
aws.iam.RolePolicy(
    "external-dns",
    role=dns.name,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "route53:ChangeResourceRecordSets",
                    "Resource": "arn:aws:route53:::hostedzone/*",
                }
            ],
        }
    ),
)

# Karpenter: https://karpenter.sh/docs/reference/cloudformation/
interruptions = aws.sqs.Queue(
    "karpenter", message_retention_seconds=300, sqs_managed_sse_enabled=True
)
PATTERNS = {
    "spot": {"source": ["aws.ec2"], "detail-type": ["EC2 Spot Instance Interruption Warning"]},
    "rebalance": {
        "source": ["aws.ec2"],
        "detail-type": ["EC2 Instance Rebalance Recommendation"],
    },
    "health": {"source": ["aws.health"], "detail-type": ["AWS Health Event"]},
}
for rule_name, pattern in PATTERNS.items():
    rule = aws.cloudwatch.EventRule(f"karpenter-{rule_name}", event_pattern=json.dumps(pattern))
    aws.cloudwatch.EventTarget(f"karpenter-{rule_name}", rule=rule.name, arn=interruptions.arn)
controller = aws.iam.Role(
    "karpenter", assume_role_policy=trust("pods.eks.amazonaws.com", "sts:TagSession")
)
aws.iam.RolePolicy(
    "karpenter",
    role=controller.name,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["ec2:CreateFleet", "ec2:RunInstances", "ec2:TerminateInstances"],
                    "Resource": "*",
                },
                {"Effect": "Allow", "Action": "iam:PassRole", "Resource": node_role.arn},
                {
                    "Effect": "Allow",
                    "Action": ["sqs:DeleteMessage", "sqs:ReceiveMessage"],
                    "Resource": interruptions.arn,
                },
            ],
        }
    ),
)
aws.eks.PodIdentityAssociation(
    "karpenter",
    cluster_name=cluster.name,
    namespace="kube-system",
    service_account="karpenter",
    role_arn=controller.arn,
)
attach("node-ssm", node_role, "AmazonSSMManagedInstanceCore")
aws.iam.InstanceProfile("karpenter-node", role=node_role.name)
aws.eks.AccessEntry(
    "admin",
    cluster_name=cluster.name,
    principal_arn=pulumi.Output.format(
        "arn:aws:iam::{0}:role/admin", aws.get_caller_identity().account_id
    ),
)
pulumi.export("cluster_name", cluster.name)
pulumi.export(
    "kubeconfig",
    pulumi.Output.all(cluster.name, cluster.endpoint, cluster.certificate_authority).apply(
        lambda args: json.dumps({"name": args[0], "server": args[1], "ca": args[2]["data"]})
    ),
)
