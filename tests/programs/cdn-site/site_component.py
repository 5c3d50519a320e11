"""A static site: private bucket, CloudFront, certificate in us-east-1, DNS."""

import hashlib
import json
import mimetypes
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws


class Site(pulumi.ComponentResource):
    def __init__(
        self,
        domain: str,
        settings: dict[str, Any],
        zone_id: pulumi.Input[str],
        virginia: aws.Provider,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("web:index:Site", domain, {}, opts)
        name = domain.partition(".")[0]
        child = pulumi.ResourceOptions(parent=self)
        bucket = aws.s3.Bucket(name, opts=child)
        aws.s3.BucketPublicAccessBlock(
            name,
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        )
        root = Path(settings["path"])
        for path in sorted(root.rglob("*")):
            if path.is_file():
                key = path.relative_to(root).as_posix()
                kind, _ = mimetypes.guess_type(path)
                aws.s3.BucketObjectv2(
                    f"{name}/{key}",
                    bucket=bucket.id,
                    key=key,
                    source=pulumi.FileAsset(path),
                    content_type=kind,
                    etag=hashlib.md5(path.read_bytes()).hexdigest(),  # noqa: S324
                    opts=pulumi.ResourceOptions(parent=bucket),
                )
        certificate = aws.acm.Certificate(
            name,
            domain_name=domain,
            subject_alternative_names=[f"preview.{domain}"],
            validation_method="DNS",
            opts=pulumi.ResourceOptions(parent=self, provider=virginia),
        )

        def validate(options: list[Any]) -> list[pulumi.Output[str]]:
            return [
                aws.route53.Record(
                    f"{name}-validation-{index}",
                    zone_id=zone_id,
                    name=option.resource_record_name,
                    type=option.resource_record_type,
                    records=[option.resource_record_value],
                    ttl=300,
                    opts=child,
                ).fqdn
                for index, option in enumerate(options)
            ]

        validated = aws.acm.CertificateValidation(
            name,
            certificate_arn=certificate.arn,
            validation_record_fqdns=certificate.domain_validation_options.apply(validate),
            opts=pulumi.ResourceOptions(parent=self, provider=virginia),
        )
        access = aws.cloudfront.OriginAccessControl(
            name,
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
            opts=child,
        )
        headers = aws.cloudfront.ResponseHeadersPolicy(
            name,
            security_headers_config={
                "strict_transport_security": {
                    "access_control_max_age_sec": 63072000,
                    "override": True,
                }
            },
            opts=child,
        )
        rewrite = aws.cloudfront.Function(
            name,
            runtime="cloudfront-js-2.0",
            code="function handler(event) { return event.request; }",
            opts=child,
        )
        errors = [
            {"error_code": code, "response_code": 200, "response_page_path": "/index.html"}
            for code in (403, 404)
            if settings.get("spa")
        ]
        self.distribution = aws.cloudfront.Distribution(
            name,
            enabled=True,
            aliases=[domain],
            default_root_object=settings.get("index", "index.html"),
            price_class=settings.get("price_class", "PriceClass_All"),
            origins=[
                {
                    "origin_id": "bucket",
                    "domain_name": bucket.bucket_regional_domain_name,
                    "origin_access_control_id": access.id,
                }
            ],
            default_cache_behavior={
                "target_origin_id": "bucket",
                "viewer_protocol_policy": "redirect-to-https",
                "allowed_methods": ["GET", "HEAD"],
                "cached_methods": ["GET", "HEAD"],
                "cache_policy_id": aws.cloudfront.get_cache_policy(
                    name="Managed-CachingOptimized"
                ).id,
                "response_headers_policy_id": headers.id,
                "function_associations": [
                    {"event_type": "viewer-request", "function_arn": rewrite.arn}
                ],
            },
            custom_error_responses=errors,
            restrictions={"geo_restriction": {"restriction_type": "none"}},
            viewer_certificate={
                "acm_certificate_arn": validated.certificate_arn,
                "ssl_support_method": "sni-only",
                "minimum_protocol_version": "TLSv1.2_2021",
            },
            opts=child,
        )
        aws.s3.BucketPolicy(
            name,
            bucket=bucket.id,
            policy=pulumi.Output.all(bucket.arn, self.distribution.arn).apply(
                lambda arns: json.dumps(
                    {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"Service": "cloudfront.amazonaws.com"},
                                "Action": "s3:GetObject",
                                "Resource": f"{arns[0]}/*",
                                "Condition": {"StringEquals": {"AWS:SourceArn": arns[1]}},
                            }
                        ],
                    }
                )
            ),
            opts=child,
        )
        aws.route53.Record(
            name,
            zone_id=zone_id,
            name=domain,
            type="A",
            aliases=[
                {
                    "name": self.distribution.domain_name,
                    "zone_id": self.distribution.hosted_zone_id,
                    "evaluate_target_health": False,
                }
            ],
            opts=child,
        )
        self.register_outputs({"url": f"https://{domain}"})
