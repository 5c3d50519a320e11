"""Network and Auto Scaling."""

from collections.abc import Mapping

from tests.engine.api.kind import Inputs, Kind, Then

EVERYWHERE = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]


def rule(inputs: Inputs) -> Inputs:
    """Return the permission of a security group rule."""
    permission: Inputs = {
        key: inputs[key] for key in ("ipProtocol", "fromPort", "toPort") if key in inputs
    }
    note = {"Description": inputs["description"]} if inputs.get("description") else {}
    if group := inputs.get("referencedSecurityGroupId"):
        permission["userIdGroupPairs"] = [{"groupId": group, **note}]
    if block := inputs.get("cidrIpv4"):
        permission["ipRanges"] = [{"cidrIp": block, **note}]
    if prefixes := inputs.get("prefixListId"):
        permission["prefixListIds"] = [{"prefixListId": prefixes, **note}]
    group = {"groupId": inputs["securityGroupId"], "ipPermissions": [permission]}
    return group | ({"tags": inputs["tags"]} if "tags" in inputs else {})


def zones(inputs: Inputs) -> Inputs:
    subnets = inputs.pop("vpcZoneIdentifiers", [])
    return {**inputs, "vpcZoneIdentifier": ",".join(subnets)}


ARN = "arn:aws:ec2:{region}:{account}"

NETWORK: Mapping[str, Kind] = {
    "aws:ec2/vpc:Vpc": Kind(
        "ec2",
        "CreateVpc",
        "VpcId",
        outputs={"arn": f"{ARN}:vpc/{{VpcId}}"},
        then=(
            Then("ModifyVpcAttribute", ("enableDnsSupport",)),
            Then("ModifyVpcAttribute", ("enableDnsHostnames",)),
        ),
        read="DescribeVpcs VpcIds",
        delete=("DeleteVpc",),
    ),
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": Kind(
        "ec2",
        "DescribeSecurityGroups",
        "GroupId",
        names={"vpcId": "", "tags": ""},
        fixed={
            "Filters": [
                {"Name": "vpc-id", "Values": ["{vpcId}"]},
                {"Name": "group-name", "Values": ["default"]},
            ]
        },
        then=(Then("CreateTags", ("tags",), fixed={"Resources": ["{GroupId}"]}),),
        read="DescribeSecurityGroups GroupIds",
    ),
    "aws:ec2/subnet:Subnet": Kind(
        "ec2",
        "CreateSubnet",
        "SubnetId",
        then=(Then("ModifySubnetAttribute", ("mapPublicIpOnLaunch",)),),
        read="DescribeSubnets SubnetIds",
        delete=("DeleteSubnet",),
    ),
    "aws:ec2/internetGateway:InternetGateway": Kind(
        "ec2",
        "CreateInternetGateway",
        "InternetGatewayId",
        then=(Then("AttachInternetGateway", ("vpcId",)),),
        read="DescribeInternetGateways InternetGatewayIds",
        delete=("DetachInternetGateway VpcId=vpcId", "DeleteInternetGateway"),
    ),
    "aws:ec2/eip:Eip": Kind(
        "ec2",
        "AllocateAddress",
        "AllocationId",
        tagged="elastic-ip",
        read="DescribeAddresses AllocationIds",
        delete=("ReleaseAddress AllocationId",),
    ),
    "aws:ec2/natGateway:NatGateway": Kind(
        "ec2",
        "CreateNatGateway",
        "NatGatewayId",
        tagged="natgateway",
        read="DescribeNatGateways NatGatewayIds",
        delete=("DeleteNatGateway",),
    ),
    "aws:ec2/routeTable:RouteTable": Kind(
        "ec2",
        "CreateRouteTable",
        "RouteTableId",
        read="DescribeRouteTables RouteTableIds",
        delete=("DeleteRouteTable",),
    ),
    "aws:ec2/route:Route": Kind(
        "ec2",
        "CreateRoute",
        "{RouteTableId}-{DestinationCidrBlock}",
        read="DescribeRouteTables RouteTableIds=RouteTableId",
        delete=("DeleteRoute DestinationCidrBlock=DestinationCidrBlock",),
    ),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": Kind(
        "ec2",
        "AssociateRouteTable",
        "AssociationId",
        read="DescribeRouteTables RouteTableIds=RouteTableId",
        delete=("DisassociateRouteTable",),
    ),
    "aws:ec2/securityGroup:SecurityGroup": Kind(
        "ec2",
        "CreateSecurityGroup",
        "GroupId",
        names={"name": "GroupName", "revokeRulesOnDelete": ""},
        auto="name",
        longest=255,
        outputs={"arn": f"{ARN}:security-group/{{GroupId}}"},
        # As the provider does: a new group allows all traffic out.
        then=(
            Then("RevokeSecurityGroupEgress", fixed={"GroupId": "{GroupId}",
                 "IpPermissions": EVERYWHERE}, always=True),
        ),
        read="DescribeSecurityGroups GroupIds",
        delete=("DeleteSecurityGroup GroupId",),
    ),
    **{
        f"aws:vpc/securityGroup{way}Rule:SecurityGroup{way}Rule": Kind(
            "ec2",
            f"AuthorizeSecurityGroup{way}",
            "SecurityGroupRuleId",
            prepare=rule,
            tagged="security-group-rule",
            read="DescribeSecurityGroupRules SecurityGroupRuleIds",
            delete=(f"RevokeSecurityGroup{way} GroupId=GroupId SecurityGroupRuleIds",),
        )
        for way in ("Ingress", "Egress")
    },
    "aws:ec2/vpcEndpoint:VpcEndpoint": Kind(
        "ec2",
        "CreateVpcEndpoint",
        "VpcEndpointId",
        names={"policy": "PolicyDocument"},
        read="DescribeVpcEndpoints VpcEndpointIds",
        delete=("DeleteVpcEndpoints VpcEndpointIds",),
    ),
    "aws:ec2/flowLog:FlowLog": Kind(
        "ec2",
        "CreateFlowLogs",
        "FlowLogIds",
        names={"iamRoleArn": "DeliverLogsPermissionArn", "vpcId": "ResourceIds"},
        fixed={"ResourceType": "VPC"},
        tagged="vpc-flow-log",
        read="DescribeFlowLogs FlowLogIds",
        delete=("DeleteFlowLogs FlowLogIds",),
    ),
    "aws:ec2/launchTemplate:LaunchTemplate": Kind(
        "ec2",
        "CreateLaunchTemplate",
        "LaunchTemplateId",
        names={
            "name": "LaunchTemplateName",
            "description": "VersionDescription",
            "tagSpecifications": "LaunchTemplateData.TagSpecifications",
            "networkInterfaces.securityGroups": "Groups",
            "vpcSecurityGroupIds": "LaunchTemplateData.SecurityGroupIds",
            "updateDefaultVersion": "",
        },
        under="LaunchTemplateData",
        auto="name",
        outputs={
            "arn": f"{ARN}:launch-template/{{LaunchTemplateId}}",
            "latestVersion": "LatestVersionNumber",
            "defaultVersion": "DefaultVersionNumber",
        },
        read="DescribeLaunchTemplates LaunchTemplateIds",
        delete=("DeleteLaunchTemplate LaunchTemplateId",),
    ),
    "aws:ebs/encryptionByDefault:EncryptionByDefault": Kind(
        "ec2",
        "EnableEbsEncryptionByDefault",
        "ebs-encryption-{region}",
        names={"enabled": ""},
        read="GetEbsEncryptionByDefault",
        delete=("DisableEbsEncryptionByDefault",),
    ),
    "aws:autoscaling/group:Group": Kind(
        "autoscaling",
        "CreateAutoScalingGroup",
        "AutoScalingGroupName",
        names={
            "name": "AutoScalingGroupName",
            "initialLifecycleHooks": "LifecycleHookSpecificationList",
            "initialLifecycleHooks.name": "LifecycleHookName",
            "enabledMetrics": "",
            "metricsGranularity": "",
            "instanceRefresh": "",
            "waitForCapacityTimeout": "",
            "warmPool": "",
        },
        auto="name",
        longest=255,
        prepare=zones,
        outputs={
            "arn": "arn:aws:autoscaling:{region}:{account}:autoScalingGroup:1:"
            "autoScalingGroupName/{AutoScalingGroupName}"
        },
        then=(
            Then(
                "EnableMetricsCollection",
                ("enabledMetrics", "metricsGranularity"),
                {"enabledMetrics": "Metrics", "metricsGranularity": "Granularity"},
            ),
        ),
        read="DescribeAutoScalingGroups AutoScalingGroupNames",
        delete=("DeleteAutoScalingGroup ForceDelete=!true",),
    ),
    "aws:autoscaling/policy:Policy": Kind(
        "autoscaling",
        "PutScalingPolicy",
        "PolicyName",
        names={
            "name": "PolicyName",
            "targetTrackingConfiguration.customizedMetricSpecification.metricDimensions":
                "Dimensions",
            "predictiveScalingConfiguration.metricSpecification": "MetricSpecifications",
        },
        auto="name",
        outputs={"arn": "PolicyARN"},
        read="DescribePolicies AutoScalingGroupName=AutoScalingGroupName PolicyNames",
        delete=("DeletePolicy AutoScalingGroupName=AutoScalingGroupName",),
    ),
    "aws:autoscaling/schedule:Schedule": Kind(
        "autoscaling",
        "PutScheduledUpdateGroupAction",
        "ScheduledActionName",
        read="DescribeScheduledActions AutoScalingGroupName=AutoScalingGroupName",
        delete=("DeleteScheduledAction",),
    ),
}  # fmt: skip
