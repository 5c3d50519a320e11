"""Load balancers, certificates, DNS, web ACLs."""

from collections.abc import Mapping
from typing import Any

from tests.engine.api.kind import Inputs, Kind, Then

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

EDGE: Mapping[str, Kind] = {
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
