"""Network, load balancers, Auto Scaling, DNS, certificates, web ACLs."""

from collections.abc import Mapping
from typing import Any

from tests.engine.api.kind import Inputs, Kind, Then

EVERYWHERE = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
ATTRIBUTES = {
    "accessLogs.bucket": "access_logs.s3.bucket",
    "accessLogs.enabled": "access_logs.s3.enabled",
    "accessLogs.prefix": "access_logs.s3.prefix",
    "connectionLogs.bucket": "connection_logs.s3.bucket",
    "connectionLogs.enabled": "connection_logs.s3.enabled",
    "connectionLogs.prefix": "connection_logs.s3.prefix",
    "desyncMitigationMode": "routing.http.desync_mitigation_mode",
    "dropInvalidHeaderFields": "routing.http.drop_invalid_header_fields.enabled",
    "enableDeletionProtection": "deletion_protection.enabled",
    "enableZonalShift": "zonal_shift.config.enabled",
    "idleTimeout": "idle_timeout.timeout_seconds",
    "deregistrationDelay": "deregistration_delay.timeout_seconds",
    "loadBalancingAlgorithmType": "load_balancing.algorithm.type",
    "loadBalancingAnomalyMitigation": "load_balancing.algorithm.anomaly_mitigation",
    "slowStart": "slow_start.duration_seconds",
}
FIELDS = {
    "pathPattern": "path-pattern",
    "hostHeader": "host-header",
    "httpHeader": "http-header",
    "httpRequestMethod": "http-request-method",
    "queryStrings": "query-string",
    "sourceIp": "source-ip",
}


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


def attributes(inputs: Inputs) -> Inputs:
    """Return attributes of a load balancer or target group, by their names in the API."""
    flat = {
        f"{key}.{inner}" if inner else key: each
        for key, value in inputs.items()
        for inner, each in (value.items() if isinstance(value, Mapping) else [("", value)])
    }
    return {"attributes": [{"key": ATTRIBUTES[key], "value": each} for key, each in flat.items()]}


def health(inputs: Inputs) -> Inputs:
    check = inputs.pop("healthCheck", {})
    names = {
        "healthyThreshold": "healthyThresholdCount",
        "unhealthyThreshold": "unhealthyThresholdCount",
        "interval": "healthCheckIntervalSeconds",
        "timeout": "healthCheckTimeoutSeconds",
        "matcher": "matcher",
    }
    found = {names.get(key, f"healthCheck{key.title()}"): each for key, each in check.items()}
    if "matcher" in found:
        found["matcher"] = {"httpCode": found["matcher"]}
    return {**inputs, **found}


def certificates(inputs: Inputs) -> Inputs:
    arn = inputs.pop("certificateArn", None)
    return {**inputs, **({"certificates": [{"certificateArn": arn}]} if arn else {})}


def conditions(inputs: Inputs) -> Inputs:
    found = [
        {"field": FIELDS[key], **condition} for condition in inputs["conditions"]
        for key in condition
    ]  # fmt: skip
    return {**inputs, "conditions": found}


def zones(inputs: Inputs) -> Inputs:
    subnets = inputs.pop("vpcZoneIdentifiers", [])
    return {**inputs, "vpcZoneIdentifier": ",".join(subnets)}


def change(action: str) -> Any:
    """Return a function that makes a Route 53 record set of inputs."""

    def changed(inputs: Inputs) -> Inputs:
        record: Inputs = {"name": inputs["name"], "type": inputs["type"]}
        for key in ("ttl", "setIdentifier", "healthCheckId"):
            if key in inputs:
                record[key] = inputs[key]
        if "records" in inputs:
            record["resourceRecords"] = [{"value": each} for each in inputs["records"]]
        for alias in inputs.get("aliases", []):
            record["aliasTarget"] = {
                "dnsName": alias["name"],
                "hostedZoneId": alias["zoneId"],
                "evaluateTargetHealth": alias["evaluateTargetHealth"],
            }
        for routing in inputs.get("failoverRoutingPolicies", []):
            record["failover"] = routing["type"]
        for routing in inputs.get("latencyRoutingPolicies", []):
            record["region"] = routing["region"]
        for routing in inputs.get("weightedRoutingPolicies", []):
            record["weight"] = routing["weight"]
        batch = {"changes": [{"action": action, "resourceRecordSet": record}]}
        return {"hostedZoneId": inputs["zoneId"], "changeBatch": batch}

    return changed


ACTIONS = {
    "*.redirect": "RedirectConfig",
    "*.forward": "ForwardConfig",
    "*.fixedResponse": "FixedResponseConfig",
    "*.arn": "TargetGroupArn",
    **{f"*.{each}": f"{each[0].upper()}{each[1:]}Config" for each in FIELDS},
}
BALANCER = ("accessLogs", "connectionLogs", "desyncMitigationMode", "dropInvalidHeaderFields",
            "enableDeletionProtection", "enableZonalShift", "idleTimeout")  # fmt: skip
TARGETS = ("deregistrationDelay", "loadBalancingAlgorithmType", "slowStart",
           "loadBalancingAnomalyMitigation")  # fmt: skip
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
    "aws:lb/loadBalancer:LoadBalancer": Kind(
        "elbv2",
        "CreateLoadBalancer",
        "LoadBalancerArn",
        names={"loadBalancerType": "Type"} | dict.fromkeys(BALANCER, ""),
        auto="name",
        longest=32,
        outputs={"dnsName": "DNSName", "zoneId": "CanonicalHostedZoneId",
                 "arnSuffix": "{suffix}"},
        then=(Then("ModifyLoadBalancerAttributes", BALANCER, prepare=attributes),),
        read="DescribeLoadBalancers LoadBalancerArns",
        update=(Then("ModifyLoadBalancerAttributes", BALANCER, prepare=attributes),),
        delete=("DeleteLoadBalancer",),
    ),
    "aws:lb/targetGroup:TargetGroup": Kind(
        "elbv2",
        "CreateTargetGroup",
        "TargetGroupArn",
        names=dict.fromkeys(TARGETS, ""),
        auto="name",
        longest=32,
        prepare=health,
        outputs={"arnSuffix": "{suffix}"},
        then=(Then("ModifyTargetGroupAttributes", TARGETS, prepare=attributes),),
        read="DescribeTargetGroups TargetGroupArns",
        delete=("DeleteTargetGroup",),
    ),
    "aws:lb/listener:Listener": Kind(
        "elbv2",
        "CreateListener",
        "ListenerArn",
        names=ACTIONS,
        prepare=certificates,
        read="DescribeListeners ListenerArns",
        delete=("DeleteListener",),
    ),
    "aws:lb/listenerRule:ListenerRule": Kind(
        "elbv2",
        "CreateRule",
        "RuleArn",
        names=ACTIONS,
        prepare=conditions,
        outputs={"arn": "RuleArn"},
        read="DescribeRules RuleArns",
        delete=("DeleteRule",),
    ),
    "aws:acm/certificate:Certificate": Kind(
        "acm",
        "RequestCertificate",
        "CertificateArn",
        then=(Then("DescribeCertificate", always=True),),
        outputs={"domainValidationOptions": "Certificate.DomainValidationOptions[].{domainName: "
                 "DomainName, resourceRecordName: ResourceRecord.Name, resourceRecordType: "
                 "ResourceRecord.Type, resourceRecordValue: ResourceRecord.Value}"},
        read="DescribeCertificate",
        delete=("DeleteCertificate",),
    ),
    "aws:route53/record:Record": Kind(
        "route53",
        "ChangeResourceRecordSets",
        "{zoneId}_{name}_{type}",
        prepare=change("UPSERT"),
        outputs={"fqdn": "{name}"},
        read="ListResourceRecordSets StartRecordName=name StartRecordType=type",
    ),
    "aws:route53/healthCheck:HealthCheck": Kind(
        "route53",
        "CreateHealthCheck",
        "Id",
        names={"fqdn": "FullyQualifiedDomainName", "tags": ""},
        under="HealthCheckConfig",
        fixed={"CallerReference": "{urn}"},
        then=(Then("ChangeTagsForResource", ("tags",), {"tags": "AddTags"},
                   {"ResourceType": "healthcheck", "ResourceId": "{Id}"}),),
        read="GetHealthCheck HealthCheckId",
        delete=("DeleteHealthCheck HealthCheckId",),
    ),
    "aws:wafv2/webAcl:WebAcl": Kind(
        "wafv2",
        "CreateWebACL",
        "Id",
        names={
            "*.cloudwatchMetricsEnabled": "CloudWatchMetricsEnabled",
        },
        auto="name",
        outputs={"arn": "ARN"},
        read="GetWebACL Name=Name Scope=Scope Id",
        delete=("DeleteWebACL LockToken=LockToken",),
    ),
    "aws:wafv2/webAclAssociation:WebAclAssociation": Kind(
        "wafv2",
        "AssociateWebACL",
        "{WebACLArn},{ResourceArn}",
        read="GetWebACLForResource",
        delete=("DisassociateWebACL",),
    ),
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": Kind(
        "wafv2",
        "PutLoggingConfiguration",
        "ResourceArn",
        under="LoggingConfiguration",
        read="GetLoggingConfiguration",
        delete=("DeleteLoggingConfiguration",),
    ),
}  # fmt: skip
