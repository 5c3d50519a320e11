"""Rules for Amazon EC2: account settings, images and fleets."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import equal, found, items, not_
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.lists import elements
from policies.rules._shared.input_rules import input_rule, must_be, must_be_given, must_not_be


@resource_rule(
    types=("aws:ec2/spotFleetRequest:SpotFleetRequest",),
    concern="security",
    severity="medium",
    title="EC2 Spot Fleet launches instances with unencrypted EBS volumes",
    risk="Data on the volumes and their snapshots is stored in plain text.",
    fix='ebs_block_devices=[{"encrypted": True, ...}]',
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
)
def ec2_spot_fleet_encrypted_volumes(resource: Resource) -> Iterator[Finding]:
    for path, launch in items(resource, "launchSpecifications"):
        for block in ("ebsBlockDevices", "rootBlockDevices"):
            for where, device in elements(launch, block, path):
                off = not_(equal(at(device, "encrypted"), option=True))
                yield from found(off, resource, f"{where}.encrypted", True)


RULES: tuple[Rule, ...] = (
    input_rule(
        "ec2-serial-console-disabled",
        must_not_be("enabled", True, expected=False, default=True),
        types=("aws:ec2/serialConsoleAccess:SerialConsoleAccess",),
        concern="security",
        severity="medium",
        title="EC2 serial console is open for the account",
        risk="Anyone with the permission gets a console that bypasses the network.",
        fix="enabled=False",
        aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-access-to-serial-console.html",
    ),
    input_rule(
        "ec2-ami-block-public-access",
        must_not_be("state", "unblocked", expected="block-new-sharing"),
        types=("aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",),
        concern="security",
        severity="high",
        title="EC2 AMIs may be shared with the public",
        risk="An image with keys or data can be published by mistake.",
        fix='state="block-new-sharing"',
        same_intent_as=("ec2_ami_account_block_public_access",),
        aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html",
    ),
    input_rule(
        "ec2-imds-account-default-v2",
        must_be("httpTokens", "required"),
        types=("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",),
        concern="security",
        severity="medium",
        title="EC2 account default admits version 1 of the instance metadata service",
        risk="New instances hand out credentials to request forgery.",
        fix='http_tokens="required"',
        same_intent_as=("ec2_instance_account_imdsv2_enabled",),
        aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html",
    ),
    input_rule(
        "ec2-ami-not-public",
        must_not_be("group", "all", expected="named accounts or organizations"),
        types=("aws:ec2/amiLaunchPermission:AmiLaunchPermission",),
        concern="security",
        severity="critical",
        title="EC2 AMI can be launched by every AWS account",
        risk="Anyone can start the image and read its disks.",
        fix="account_id of the accounts that may launch it",
        same_intent_as=("ec2_ami_public",),
        aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html",
    ),
    input_rule(
        "ec2-ami-shared-with-organization",
        must_be_given("organizationArn", "an organization or organizational unit"),
        types=("aws:ec2/amiLaunchPermission:AmiLaunchPermission",),
        concern="security",
        severity="low",
        title="EC2 AMI is shared with single accounts",
        risk="Accounts that leave the organization keep access to the image.",
        fix="organization_arn=organization.arn",
        same_intent_as=("CKV_AWS_205",),
        aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/share-amis-with-organizations-and-OUs.html",
        regulated=True,
    ),
    ec2_spot_fleet_encrypted_volumes,
    input_rule(
        "ec2-network-interface-source-destination-check",
        must_not_be("sourceDestCheck", False, expected=True),
        types=("aws:ec2/networkInterface:NetworkInterface",),
        concern="security",
        severity="low",
        title="EC2 network interface does not check source and destination",
        risk="The instance can forward traffic that is not its own.",
        fix="source_dest_check=True, except for NAT and firewall appliances",
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
        production=True,
    ),
    input_rule(
        "ec2-instance-termination-protection",
        must_be("disableApiTermination", True),
        types=("aws:ec2/instance:Instance",),
        concern="availability",
        severity="low",
        title="EC2 instance has no termination protection",
        risk="One API call deletes the instance.",
        fix="disable_api_termination=True",
        aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html",
        regulated=True,
    ),
    input_rule(
        "ec2-instance-ebs-optimized",
        must_be("ebsOptimized", True),
        types=("aws:ec2/instance:Instance",),
        concern="operations",
        severity="low",
        title="EC2 instance is not EBS-optimized",
        risk="Disk and network traffic share one bandwidth on older instance types.",
        fix="ebs_optimized=True",
        same_intent_as=("CKV_AWS_135",),
        aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ebs-optimized.html",
        regulated=True,
    ),
)
