"""Elasticsearch domains of Amazon OpenSearch Service.

https://aws.amazon.com/opensearch-service/pricing/.
"""

from collections.abc import Iterator

from costing.model import Meter
from costing.parts.search import (
    SERVICE,
    BaseUsage,
    ClusterConfig,
    DomainUsage,
    EbsOptions,
    domain,
)
from costing.parts.transfer import transfer
from costing.priced_resource import Links, PricedResource


class Domain(PricedResource):
    """Data nodes with their volumes, masters, warm nodes.

    Left out: cold storage, the extended support of old versions.
    """

    type = "aws:elasticsearch/domain:Domain"
    usage = DomainUsage

    cluster_config: ClusterConfig = ClusterConfig()
    ebs_options: EbsOptions = EbsOptions()

    def meters(self, usage: BaseUsage, links: Links) -> Iterator[Meter]:
        yield from domain(self.cluster_config, self.ebs_options, usage, "m4.large.elasticsearch")
        yield from transfer(usage, SERVICE, links)
