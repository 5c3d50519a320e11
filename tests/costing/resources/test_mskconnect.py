from costing.resources.mskconnect import Connector
from tests.costing.resources.case import Case

UNITS = "Kafka.mcu.general"
SCALED = {"capacity": {"autoscaling": {"minWorkerCount": 1, "maxWorkerCount": 9, "mcuCount": 2}}}

CASES = [
    Case(
        "workers of one unit each",
        Connector,
        {"capacity": {"provisionedCapacity": {"workerCount": 3}}},
        {UNITS: 2190},
    ),
    Case("the least of them where they scale", Connector, SCALED, {UNITS: 1460}),
    Case("or as many as run", Connector, SCALED, {UNITS: 7300}, usage={"workers": 5}),
]
