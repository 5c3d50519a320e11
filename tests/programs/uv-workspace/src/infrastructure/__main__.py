"""WordPress: instances on shared files, a MySQL cluster, a load balancer."""

import pulumi
import pulumi_aws as aws
from network import security_group, subnet_ids, vpc

storage = aws.efs.FileSystem("uploads", lifecycle_policies=[{"transition_to_ia": "AFTER_30_DAYS"}])
mounts = [
    aws.efs.MountTarget(f"uploads-{index}", file_system_id=storage.id, subnet_id=subnet_id)
    for index, subnet_id in enumerate(subnet_ids)
]
cluster = aws.rds.Cluster(
    "wordpress",
    engine="aurora-mysql",
    engine_version="8.0.mysql_aurora.3.08.0",
    database_name="wordpress",
    master_username="wordpress",
    manage_master_user_password=True,
    db_subnet_group_name=aws.rds.SubnetGroup("wordpress", subnet_ids=subnet_ids).name,
    skip_final_snapshot=True,
)
for index in range(2):
    aws.rds.ClusterInstance(
        f"wordpress-{index}",
        cluster_identifier=cluster.id,
        instance_class="db.t4g.medium",
        engine="aurora-mysql",
    )
user_data = pulumi.Output.format(
    "#!/bin/bash\nmount -t efs {0}:/ /var/www\necho DB={1} > /etc/wordpress.env\n",
    storage.id,
    cluster.endpoint,
)
configuration = aws.ec2.LaunchTemplate(
    "wordpress",
    image_id=aws.ec2.get_ami(most_recent=True, owners=["amazon"]).image_id,
    instance_type="t3.medium",
    user_data=pulumi.Output.unsecret(user_data).apply(
        lambda text: __import__("base64").b64encode(text.encode()).decode()
    ),
    credit_specification={"cpu_credits": "unlimited"},
)
target = aws.lb.TargetGroup("wordpress", port=80, protocol="HTTP", vpc_id=vpc.id)
aws.autoscaling.Group(
    "wordpress",
    min_size=2,
    max_size=4,
    health_check_type="ELB",
    vpc_zone_identifiers=subnet_ids,
    target_group_arns=[target.arn],
    launch_template={"id": configuration.id},
)
balancer = aws.lb.LoadBalancer(
    "wordpress", subnets=subnet_ids, security_groups=[security_group.id], idle_timeout=120
)
aws.lb.Listener(
    "wordpress",
    load_balancer_arn=balancer.arn,
    port=80,
    default_actions=[{"type": "forward", "target_group_arn": target.arn}],
)
firewall = aws.wafv2.WebAcl(
    "wordpress",
    scope="REGIONAL",
    default_action={"allow": {}},
    visibility_config={
        "cloudwatch_metrics_enabled": True,
        "metric_name": "wordpress",
        "sampled_requests_enabled": True,
    },
    rules=[
        {
            "name": name,
            "priority": priority,
            "override_action": {"none": {}},
            "statement": {"managed_rule_group_statement": {"vendor_name": "AWS", "name": name}},
            "visibility_config": {
                "cloudwatch_metrics_enabled": True,
                "metric_name": name,
                "sampled_requests_enabled": False,
            },
        }
        for priority, name in enumerate(
            ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesWordPressRuleSet"]
        )
    ],
)
aws.wafv2.WebAclAssociation("wordpress", resource_arn=balancer.arn, web_acl_arn=firewall.arn)
pulumi.export("url", balancer.dns_name)
