"""EKS cluster of the eks package in a VPC of awsx, with a Kubernetes deployment."""

import pulumi
import pulumi_awsx as awsx
import pulumi_eks as eks
import pulumi_kubernetes as kubernetes

vpc = awsx.ec2.Vpc("eks", enable_dns_hostnames=True, cidr_block="10.0.0.0/16")
cluster = eks.Cluster(
    "eks",
    vpc_id=vpc.vpc_id,
    authentication_mode=eks.AuthenticationMode.API,
    public_subnet_ids=vpc.public_subnet_ids,
    private_subnet_ids=vpc.private_subnet_ids,
    instance_type="t3.medium",
    desired_capacity=3,
    min_size=3,
    max_size=6,
    node_associate_public_ip_address=False,
    endpoint_private_access=False,
    endpoint_public_access=True,
)
provider = kubernetes.Provider("eks", kubeconfig=cluster.kubeconfig_json)
labels = {"app": "web"}
kubernetes.apps.v1.Deployment(
    "web",
    spec={
        "selector": {"match_labels": labels},
        "replicas": 2,
        "template": {
            "metadata": {"labels": labels},
            "spec": {"containers": [{"name": "web", "image": "nginx"}]},
        },
    },
    opts=pulumi.ResourceOptions(provider=provider),
)
pulumi.export("kubeconfig", pulumi.Output.secret(cluster.kubeconfig))
