from costing.resources import lambda_
from tests import graphs
from tests.costing.resources.case import Case

STATED = {"monthly_requests": 1_000_000, "request_duration_ms": 500}

CASES = [
    Case(
        "a function is charged as usage says",
        lambda_.Function,
        {},
        {"Request": None, "Lambda-GB-Second": None},
    ),
    Case(
        "a function without a memory size has 128 MiB",
        lambda_.Function,
        {},
        {"Request": 1_000_000, "Lambda-GB-Second": 62_500},
        usage=STATED,
    ),
    Case(
        "on Arm memory is charged under another key, storage beyond 512 MiB beside it",
        lambda_.Function,
        {"architectures": ["arm64"], "memorySize": 2048, "ephemeralStorage": {"size": 1536}},
        {
            "Request": 1_000_000,
            "Lambda-GB-Second-ARM": 1_000_000,
            "Lambda-Storage-GB-Second-ARM": 500_000,
        },
        usage=STATED,
    ),
    Case(
        "requests without a duration leave the duration open",
        lambda_.Function,
        {},
        {"Request": 5, "Lambda-GB-Second": None},
        usage={"monthly_requests": 5},
    ),
    Case(
        "provisioned concurrency is kept for the hours that are stated",
        lambda_.ProvisionedConcurrencyConfig,
        {"functionName": "elsewhere", "provisionedConcurrentExecutions": 50},
        {
            "Lambda-Provisioned-Concurrency-ARM": 9_000_000,
            "Request": 10_000_000,
            "Lambda-Provisioned-GB-Second-ARM": 1_750_000,
        },
        usage={
            "architecture": "arm64",
            "memory_mb": 512,
            "monthly_duration_hrs": 100,
            "monthly_requests": 10_000_000,
            "request_duration_ms": 350,
        },
    ),
    Case(
        "its function says how much memory, and it is kept all month unless stated",
        lambda_.ProvisionedConcurrencyConfig,
        {"functionName": "score", "provisionedConcurrentExecutions": 2},
        {
            "Lambda-Provisioned-Concurrency": 730 * 3600 * 2,
            "Request": None,
            "Lambda-Provisioned-GB-Second": None,
        },
        around=[graphs.resource(lambda_.FUNCTION, "score", {"name": "score", "memorySize": 1024})],
    ),
    Case(
        "of a function outside the stack usage has to tell the memory",
        lambda_.ProvisionedConcurrencyConfig,
        {"functionName": "elsewhere", "provisionedConcurrentExecutions": 2},
        {
            "Lambda-Provisioned-Concurrency": None,
            "Request": None,
            "Lambda-Provisioned-GB-Second": None,
        },
    ),
    Case(
        "SnapStart of a Python function: the cached snapshot and restores",
        lambda_.Function,
        {
            "memorySize": 1024,
            "runtime": "python3.13",
            "snapStart": {"applyOn": "PublishedVersions"},
        },
        {
            "Request": 1000,
            "Lambda-GB-Second": None,
            "Lambda-SnapStart-Cached-GB-S": 2_628_000,
            "Lambda-SnapStart-Restored-GB": 20,
        },
        usage={"monthly_requests": 1000, "monthly_snapstart_restores": 20},
        unpriced=["Lambda-SnapStart-Cached-GB-S", "Lambda-SnapStart-Restored-GB"],
    ),
    Case(
        "SnapStart of a Java function is free",
        lambda_.Function,
        {"runtime": "java21", "snapStart": {"applyOn": "PublishedVersions"}},
        {"Request": None, "Lambda-GB-Second": None},
    ),
    Case(
        "function of a CloudFront distribution runs as Lambda@Edge",
        lambda_.Function,
        {"name": "edge", "memorySize": 128},
        {"Lambda-Edge-Request": 1_000_000, "Lambda-Edge-GB-Second": 6250},
        usage={"monthly_requests": 1_000_000, "request_duration_ms": 50},
        more={"id": "edge"},
        around=[
            graphs.resource(
                "aws:cloudfront/distribution:Distribution",
                "site",
                {
                    "defaultCacheBehavior": {
                        "lambdaFunctionAssociations": [
                            {"eventType": "viewer-request", "lambdaArn": "edge"}
                        ]
                    }
                },
            )
        ],
    ),
    Case(
        "streamed responses",
        lambda_.Function,
        {},
        {
            "Request": None,
            "Lambda-GB-Second": None,
            "Lambda-Streaming-Response-Processed-Bytes": 10,
        },
        usage={"monthly_streamed_gb": 10},
    ),
    Case(
        "Lambda Managed Instances are not metered",
        lambda_.Function,
        {"capacityProviderConfig": {"lambdaManagedInstancesCapacityProviderConfig": {"a": "b"}}},
        {"Request": None, "Lambda-GB-Second": None},
        left_open=["Lambda Managed Instances"],
    ),
    Case(
        "ephemeral storage under provisioned concurrency",
        lambda_.ProvisionedConcurrencyConfig,
        {"functionName": "big", "provisionedConcurrentExecutions": 2},
        {
            "Lambda-Provisioned-Concurrency": 5_256_000,
            "Lambda-Storage-GB-Second": 2_628_000,
            "Request": None,
            "Lambda-Provisioned-GB-Second": None,
        },
        around=[
            graphs.resource(
                "aws:lambda/function:Function",
                "big",
                {"name": "big", "memorySize": 1024, "ephemeralStorage": {"size": 1024}},
                id="big",
            )
        ],
    ),
    Case("event source mapping", lambda_.EventSourceMapping, {"functionName": "f"}, {}),
    Case(
        "provisioned event pollers are not metered",
        lambda_.EventSourceMapping,
        {"functionName": "f", "provisionedPollerConfig": {"minimumPollers": 2}},
        {},
        left_open=["Provisioned event pollers"],
    ),
]
