"""Resources of providers without an installed SDK, beside resources of AWS."""

from typing import Any

import pulumi
import pulumi_aws as aws


class Record(pulumi.CustomResource):
    hostname: pulumi.Output[str]

    def __init__(self, name: str, props: dict[str, Any]) -> None:
        super().__init__("cloudflare:index/record:Record", name, {**props, "hostname": None})


class Monitor(pulumi.CustomResource):
    def __init__(self, name: str, props: dict[str, Any]) -> None:
        super().__init__("datadog:index/monitor:Monitor", name, props)


accelerator = aws.globalaccelerator.Accelerator("edge", ip_address_type="IPV4")
record = Record(
    "edge", {"zoneId": "0123", "name": "api", "type": "CNAME", "content": accelerator.dns_name}
)
Monitor("edge", {"type": "query alert", "query": record.hostname.apply(lambda host: f"up {host}")})
