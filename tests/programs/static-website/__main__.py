"""S3 bucket behind CloudFront, with an ACM certificate and DNS records."""

import json
import mimetypes
from pathlib import Path

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
domain = config.require("domain")
parent = domain.split(".", 1)[1]

content = aws.s3.Bucket("content", bucket=domain)
aws.s3.BucketWebsiteConfiguration(
    "content", bucket=content.id, index_document={"suffix": "index.html"}
)
for path in sorted(Path("www").iterdir()):
    aws.s3.BucketObject(
        path.name,
        bucket=content.id,
        source=pulumi.FileAsset(str(path)),
        content_type=mimetypes.guess_type(path.name)[0],
    )
access = aws.cloudfront.OriginAccessControl(
    "content",
    origin_access_control_origin_type="s3",
    signing_behavior="always",
    signing_protocol="sigv4",
)

# CloudFront wants its certificates in us-east-1.
virginia = aws.Provider("virginia", region="us-east-1")
certificate = aws.acm.Certificate(
    "site",
    domain_name=domain,
    validation_method="DNS",
    opts=pulumi.ResourceOptions(provider=virginia),
)
zone = aws.route53.get_zone(name=parent)
option = certificate.domain_validation_options[0]
record = aws.route53.Record(
    "validation",
    name=option.resource_record_name,
    type=option.resource_record_type,
    records=[option.resource_record_value],
    zone_id=zone.zone_id,
    ttl=600,
)
validated = aws.acm.CertificateValidation(
    "site",
    certificate_arn=certificate.arn,
    validation_record_fqdns=[record.fqdn],
    opts=pulumi.ResourceOptions(provider=virginia),
)
site = aws.cloudfront.Distribution(
    "site",
    enabled=True,
    aliases=[domain],
    default_root_object="index.html",
    origins=[
        {
            "origin_id": content.arn,
            "domain_name": content.bucket_regional_domain_name,
            "origin_access_control_id": access.id,
        }
    ],
    default_cache_behavior={
        "target_origin_id": content.arn,
        "viewer_protocol_policy": "redirect-to-https",
        "allowed_methods": ["GET", "HEAD"],
        "cached_methods": ["GET", "HEAD"],
        "forwarded_values": {"query_string": False, "cookies": {"forward": "none"}},
    },
    price_class="PriceClass_100",
    restrictions={"geo_restriction": {"restriction_type": "none"}},
    viewer_certificate={
        "acm_certificate_arn": validated.certificate_arn,
        "ssl_support_method": "sni-only",
    },
)
aws.s3.BucketPolicy(
    "content",
    bucket=content.id,
    policy=pulumi.Output.all(content.arn, site.arn).apply(
        lambda arns: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudfront.amazonaws.com"},
                    "Action": "s3:GetObject",
                    "Resource": f"{arns[0]}/*",
                    "Condition": {"StringEquals": {"AWS:SourceArn": arns[1]}},
                },
            }
        )
    ),
)
aws.route53.Record(
    domain,
    name=domain,
    zone_id=zone.zone_id,
    type="A",
    aliases=[
        {
            "name": site.domain_name,
            "zone_id": site.hosted_zone_id,
            "evaluate_target_health": True,
        }
    ],
)
pulumi.export("url", f"https://{domain}/")
