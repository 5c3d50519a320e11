from costing.resources.kinesisanalyticsv2 import Application, ApplicationSnapshot
from tests.costing.resources.case import Case

FLINK = {"runtimeEnvironment": "FLINK-1_20"}
UNITS, RUNNING = "KPU-Hour-Java", "RunningApplicationStorage"
BACKUP = "DurableApplicationBackups"


def parallel(parallelism: int, per_unit: int) -> dict[str, object]:
    stated = {"parallelism": parallelism, "parallelismPerKpu": per_unit}
    flink = {"parallelismConfiguration": stated}
    return {**FLINK, "applicationConfiguration": {"flinkApplicationConfiguration": flink}}


CASES = [
    Case(
        "one unit orchestrates the others, and each brings storage",
        Application,
        FLINK,
        {UNITS: 11 * 730, RUNNING: 500, BACKUP: 20},
        usage={"kinesis_processing_units": 10, "durable_application_backup_gb": 20},
    ),
    Case(
        "parallelism says how many, where usage does not",
        Application,
        parallel(8, 3),
        {UNITS: 4 * 730, RUNNING: 150, BACKUP: None},
    ),
    Case(
        "Studio takes two to orchestrate",
        Application,
        {"runtimeEnvironment": "ZEPPELIN-FLINK-3_0", "applicationMode": "INTERACTIVE"},
        {
            "KPU-Hour-Java-Interactive": 3 * 730,
            "RunningApplicationStorage-Interactive": 50,
            BACKUP: None,
        },
        usage={"kinesis_processing_units": 1},
    ),
    Case(
        "SQL has units alone",
        Application,
        {"runtimeEnvironment": "SQL-1_0"},
        {"KPU-Hour": 730},
        usage={"kinesis_processing_units": 1},
    ),
    Case("a snapshot", ApplicationSnapshot, {}, {BACKUP: None}),
]
