from costing.graph.resource import Resource
from costing.resources.rds_proxy import Proxy
from tests import graphs
from tests.costing.resources.case import Case

NAMED = {"name": "pool"}


def behind(*instance_classes: str) -> list[Resource]:
    target = {"dbProxyName": "pool", "dbClusterIdentifier": "orders", "targetGroupName": "default"}
    return [
        graphs.resource("aws:rds/proxyTarget:ProxyTarget", "target", target),
        graphs.resource("aws:rds/cluster:Cluster", "orders", {"clusterIdentifier": "orders"}),
        *(
            graphs.resource(
                "aws:rds/clusterInstance:ClusterInstance",
                f"instance-{index}",
                {"clusterIdentifier": "orders", "instanceClass": each},
            )
            for index, each in enumerate(instance_classes)
        ),
    ]


CASES = [
    Case("of databases outside the stack", Proxy, NAMED, {"RDS:ProxyUsage": None}),
    Case(
        "by the vCPUs of the instances behind it",
        Proxy,
        NAMED,
        {"RDS:ProxyUsage": 10 * 730},
        around=behind("db.r6g.2xlarge", "db.r6g.large"),
    ),
    Case(
        "of serverless instances, eight units at least",
        Proxy,
        NAMED,
        {"RDS:Proxy-ASv2-Usage": 5840},
        around=behind("db.serverless"),
    ),
    Case(
        "by what usage states",
        Proxy,
        NAMED,
        {"RDS:ProxyUsage": 2920},
        usage={"vcpu_count": 4},
    ),
]
