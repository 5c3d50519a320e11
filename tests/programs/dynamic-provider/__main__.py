"""OpenSearch domain and a resource of a dynamic provider."""

import pulumi
import pulumi_aws as aws
from registration import Registration

search = aws.opensearch.Domain(
    "search",
    engine_version="OpenSearch_2.17",
    cluster_config={"instance_type": "r7g.large.search", "instance_count": 2},
    ebs_options={"ebs_enabled": True, "volume_size": 100, "volume_type": "gp3"},
)
registered = Registration("search", search.domain_name)
aws.ssm.Parameter("port", type="String", value=registered.port.apply(str))
pulumi.export("port", registered.port)
