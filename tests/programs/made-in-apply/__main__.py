"""Resources that callbacks of `apply` create."""

import pulumi
import pulumi_aws as aws

vpc = aws.ec2.Vpc("main", cidr_block="172.20.0.0/16")


def endpoints(vpc_id: str) -> None:
    for service in ("s3", "dynamodb"):
        aws.ec2.VpcEndpoint(
            service, vpc_id=vpc_id, service_name=f"com.amazonaws.eu-west-2.{service}"
        )
    for service in ("ecr.api", "ecr.dkr", "logs"):
        aws.ec2.VpcEndpoint(
            service,
            vpc_id=vpc_id,
            vpc_endpoint_type="Interface",
            service_name=f"com.amazonaws.eu-west-2.{service}",
            subnet_ids=["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"],
        )


vpc.id.apply(endpoints)
buckets = ["raw", "curated"]
pulumi.Output.from_input(buckets).apply(lambda names: [aws.s3.Bucket(name) for name in names])
