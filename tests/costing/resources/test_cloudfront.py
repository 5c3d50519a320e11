from costing.resources import cloudfront
from tests.costing.resources.case import Case

UNSTATED = {
    "US-DataTransfer-Out-Bytes": None,
    "US-DataTransfer-Out-OBytes": None,
    "US-Requests-Tier1": None,
    "US-Requests-Tier2-HTTPS": None,
    "Invalidations": None,
}

CASES = [
    Case(
        "where no geography is stated, that of the US stands for all",
        cloudfront.Distribution,
        {"origins": []},
        UNSTATED,
    ),
    Case(
        "each geography has prices of its own",
        cloudfront.Distribution,
        {"origins": []},
        {
            "EU-DataTransfer-Out-Bytes": 1000,
            "JP-Requests-Tier2-HTTPS": 500,
            "Invalidations": 2000,
        },
        usage={
            "monthly_data_transfer_to_internet_gb": {"europe": 1000},
            "monthly_https_requests": {"japan": 500},
            "monthly_invalidation_requests": 2000,
        },
    ),
    Case(
        "an origin shield is charged where it stands",
        cloudfront.Distribution,
        {"origins": [{"originShield": {"enabled": True, "originShieldRegion": "sa-east-1"}}]},
        {**UNSTATED, "Requests-OriginShield": 1000},
        usage={"monthly_shield_requests": {"south_america": 1000}},
    ),
    Case(
        "encryption, real-time logs and certificates with an address of their own are extra",
        cloudfront.Distribution,
        {
            "origins": [],
            "defaultCacheBehavior": {"fieldLevelEncryptionId": "f", "realtimeLogConfigArn": "arn"},
            "viewerCertificate": {"sslSupportMethod": "vip"},
        },
        {
            **UNSTATED,
            "US-Requests-HTTPS-Proxy-FLE": None,
            "US-RealTimeLog-KinesisDataStream": None,
            "SSL-Cert-Custom": 1,
        },
    ),
    Case(
        "a function is charged by its invocations",
        cloudfront.Function,
        {},
        {"Executions-CloudFrontFunctions": 1000},
        usage={"monthly_requests": 1000},
    ),
]
