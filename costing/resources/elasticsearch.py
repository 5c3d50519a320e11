"""Elasticsearch domains of Amazon OpenSearch Service.

https://aws.amazon.com/opensearch-service/pricing/.
"""

from costing.resources._shared.search_domains import SearchDomain


class Domain(SearchDomain):
    """Data nodes with their volumes, masters, warm nodes.

    Left out: cold storage, the extended support of old versions.
    """

    type = "aws:elasticsearch/domain:Domain"
    default_type = "m4.large.elasticsearch"
