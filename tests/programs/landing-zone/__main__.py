"""Organization, accounts, guardrails, and detection in each region and account."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
units: dict[str, list[str]] = config.require_object("units")
organization = aws.organizations.Organization(
    "main",
    feature_set="ALL",
    enabled_policy_types=["SERVICE_CONTROL_POLICY"],
    aws_service_access_principals=["cloudtrail.amazonaws.com", "guardduty.amazonaws.com"],
)
root = organization.roots[0].id
accounts: dict[str, aws.organizations.Account] = {}
for unit_name, members in units.items():
    unit = aws.organizations.OrganizationalUnit(unit_name, parent_id=root)
    for member in members:
        accounts[member] = aws.organizations.Account(
            member,
            email=config.require("email").format(member),
            parent_id=unit.id,
            role_name="OrganizationAccountAccessRole",
            close_on_deletion=unit_name == "Sandbox",
            opts=pulumi.ResourceOptions(protect=unit_name != "Sandbox", parent=unit),
        )
    if unit_name == "Sandbox":
        policy = aws.organizations.Policy(
            "deny-expensive",
            content=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Deny",
                            "Action": "ec2:RunInstances",
                            "Resource": "arn:aws:ec2:*:*:instance/*",
                            "Condition": {"StringNotLike": {"ec2:InstanceType": ["t3.*", "t4g.*"]}},
                        }
                    ],
                }
            ),
        )
        aws.organizations.PolicyAttachment(unit_name, policy_id=policy.id, target_id=unit.id)

audit = aws.Provider(
    "audit",
    region="us-east-1",
    assume_roles=[
        {
            "role_arn": accounts["audit"].id.apply(
                lambda id_: f"arn:aws:iam::{id_}:role/OrganizationAccountAccessRole"
            )
        }
    ],
)
trail_bucket = aws.s3.Bucket("trail", opts=pulumi.ResourceOptions(provider=audit))
aws.cloudtrail.Trail(
    "organization",
    s3_bucket_name=trail_bucket.id,
    is_organization_trail=True,
    is_multi_region_trail=True,
)
recorder_role = aws.iam.Role(
    "config",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "config.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    ),
    managed_policy_arns=["arn:aws:iam::aws:policy/service-role/AWS_ConfigRole"],
)
for region in config.require_object("regions"):
    provider = aws.Provider(f"here-{region}", region=region)
    opts = pulumi.ResourceOptions(provider=provider)
    aws.guardduty.Detector(region, enable=True, opts=opts)
    aws.securityhub.Account(region, enable_default_standards=False, opts=opts)
    aws.cfg.Recorder(
        region,
        role_arn=recorder_role.arn,
        recording_group={"all_supported": True},
        opts=opts,
    )
    aws.accessanalyzer.Analyzer(
        region, analyzer_name=f"organization-{region}", type="ORGANIZATION", opts=opts
    )
aws.budgets.Budget(
    "total",
    budget_type="COST",
    limit_amount="10000",
    limit_unit="USD",
    time_unit="MONTHLY",
    notifications=[
        {
            "comparison_operator": "GREATER_THAN",
            "threshold": 80,
            "threshold_type": "PERCENTAGE",
            "notification_type": "FORECASTED",
            "subscriber_email_addresses": ["finops@example.com"],
        }
    ],
)
pulumi.export("accounts", {name: account.id for name, account in accounts.items()})
