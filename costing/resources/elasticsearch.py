"""Elasticsearch domains of Amazon OpenSearch Service.

https://aws.amazon.com/opensearch-service/pricing/.
"""

from datetime import date

from typing_extensions import override

from costing.aws.engine_versions import Version, surcharged
from costing.errors import InputError
from costing.resources._shared.search_domains import SearchDomain

DEFAULT = "1.5"  # version of a domain without one, by the API reference


class Domain(SearchDomain):
    """Data nodes with their volumes, dedicated master, coordinator and warm nodes."""

    type = "aws:elasticsearch/domain:Domain"
    default_type = "m4.large.elasticsearch"

    elasticsearch_version: object = None  # text, or UNKNOWN

    @override
    def charged_version(self, on: date) -> Version | None:
        path = "elasticsearchVersion"
        given = self.elasticsearch_version
        version = surcharged("elasticsearch", DEFAULT if given is None else given, on, path)
        if version is not None and given is None:
            raise InputError(
                f"{path} is not set: AWS creates version {DEFAULT}, which has Extended Support",
                path,
                f"set {path} in the program",
            )
        return version
