"""The same API in three regions: global tables, replica keys, latency records, health checks."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
regions: list[str] = config.require_object("regions")
primary, *others = regions
domain = config.require("domain")
zone = aws.route53.get_zone(name="example.com.")
providers = {
    region: aws.Provider(
        region, region=region, default_tags={"tags": {"service": "api", "region": region}}
    )
    for region in regions
}


def within(region: str, **options: object) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions(provider=providers[region], **options)


key = aws.kms.Key("api", multi_region=True, enable_key_rotation=True, opts=within(primary))
replicas = {
    region: aws.kms.ReplicaKey(f"api-{region}", primary_key_arn=key.arn, opts=within(region))
    for region in others
}
table = aws.dynamodb.Table(
    "sessions",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}],
    stream_enabled=True,
    stream_view_type="NEW_AND_OLD_IMAGES",
    server_side_encryption={"enabled": True, "kms_key_arn": key.arn},
    replicas=[
        {"region_name": region, "kms_key_arn": replicas[region].arn, "point_in_time_recovery": True}
        for region in others
    ],
    opts=within(primary),
)
role = aws.iam.Role(
    "api",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "lambda.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    ),
)
for region in regions:
    here = within(region)
    certificate = aws.acm.Certificate(
        region, domain_name=domain, validation_method="DNS", opts=here
    )
    option = certificate.domain_validation_options[0]
    record = aws.route53.Record(
        f"validation-{region}",
        zone_id=zone.zone_id,
        name=option.resource_record_name,
        type=option.resource_record_type,
        records=[option.resource_record_value],
        ttl=60,
        allow_overwrite=True,
    )
    valid = aws.acm.CertificateValidation(
        region,
        certificate_arn=certificate.arn,
        validation_record_fqdns=[record.fqdn],
        opts=here,
    )
    function = aws.lambda_.Function(
        f"api-{region}",
        role=role.arn,
        runtime="python3.13",
        handler="app.handler",
        memory_size=512,
        code=pulumi.AssetArchive({"app.py": pulumi.StringAsset("def handler(*_): return {}\n")}),
        environment={"variables": {"TABLE": table.name, "PRIMARY": primary}},
        opts=here,
    )
    aws.lambda_.ProvisionedConcurrencyConfig(
        f"api-{region}",
        function_name=function.name,
        qualifier=function.version,
        provisioned_concurrent_executions=5,
        opts=here,
    )
    api = aws.apigatewayv2.Api(
        f"api-{region}", protocol_type="HTTP", target=function.arn, opts=here
    )
    name = aws.apigatewayv2.DomainName(
        f"api-{region}",
        domain_name=domain,
        domain_name_configuration={
            "certificate_arn": valid.certificate_arn,
            "endpoint_type": "REGIONAL",
            "security_policy": "TLS_1_2",
        },
        opts=here,
    )
    check = aws.route53.HealthCheck(
        region,
        type="HTTPS",
        fqdn=api.api_endpoint.apply(lambda url: url.removeprefix("https://")),
        resource_path="/health",
        port=443,
        request_interval=10,
        failure_threshold=2,
    )
    aws.route53.Record(
        region,
        zone_id=zone.zone_id,
        name=domain,
        type="A",
        set_identifier=region,
        latency_routing_policies=[{"region": region}],
        health_check_id=check.id,
        aliases=[
            {
                "name": name.domain_name_configuration.target_domain_name,
                "zone_id": name.domain_name_configuration.hosted_zone_id,
                "evaluate_target_health": True,
            }
        ],
    )
pulumi.export("table", table.arn)
