from decimal import Decimal

from costing.resources.elasticache_serverless import ServerlessCache
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a serverless cache is charged for a little at least",
        ServerlessCache,
        {"engine": "valkey"},
        {"CachedData:Valkey": 73, "ElastiCacheProcessingUnits:Valkey": None},
    ),
    Case(
        "a serverless cache by data and requests",
        ServerlessCache,
        {"engine": "redis"},
        {"CachedData:Redis": 7300, "ElastiCacheProcessingUnits:Redis": 1_000_000_000},
        usage={"data_storage_gb": 10, "monthly_processing_units": "1e9"},
    ),
    Case(
        "a serverless cache holds the minimum that the program sets",
        ServerlessCache,
        {
            "engine": "valkey",
            "cacheUsageLimits": {
                "dataStorage": {"minimum": 5, "maximum": 100, "unit": "GB"},
                "ecpuPerSeconds": [{"minimum": 1000}],
            },
        },
        {
            "CachedData:Valkey": 3650,
            "ElastiCacheProcessingUnits:Valkey": Decimal(1000) * 2_628_000,
        },
        usage={"data_storage_gb": 2},
    ),
]
