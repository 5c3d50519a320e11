from costing.resources.appsync import Api, ApiCache, GraphQLApi
from tests.costing.resources.case import Case

CASES = [
    Case(
        "queries, updates and connections",
        GraphQLApi,
        {},
        {"GraphQLInvocation": 1_000_000, "GraphQLNotification": None, "ConnectionDuration": None},
        usage={"monthly_requests": "1e6"},
    ),
    Case(
        "events",
        Api,
        {},
        {"EventOperations": None, "EventConnectionDuration": 9},
        usage={"monthly_connection_mins": 9},
    ),
    Case("a cache", ApiCache, {"type": "LARGE_2X"}, {"CacheUsage:50.47GB": 730}),
]


def test_a_cache_of_an_older_type_is_a_gap() -> None:
    assert "R4_LARGE" in Case("", ApiCache, {"type": "R4_LARGE"}, {}).reasons()
