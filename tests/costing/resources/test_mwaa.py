from costing.resources import mwaa
from tests.costing.resources.case import Case

CASES = [
    Case(
        "an environment without a class is small",
        mwaa.Environment,
        {},
        {
            "Airflow-SmallEnvironment": 730,
            "Airflow-SmallWorker": None,
            "Airflow-SmallScheduler": None,
            "Airflow-StandardDatabaseStorage": None,
        },
    ),
    Case(
        "what runs beyond what is included is stated, in any case of letters",
        mwaa.Environment,
        {"environmentClass": "mW1.laRgE"},
        {
            "Airflow-LargeEnvironment": 730,
            "Airflow-LargeWorker": 1825,
            "Airflow-LargeScheduler": 2190,
            "Airflow-StandardDatabaseStorage": 1000,
        },
        usage={"additional_workers": 2.5, "additional_schedulers": 3, "meta_database_gb": 1000},
    ),
    Case(
        "or at least as many run as the program says",
        mwaa.Environment,
        {"minWorkers": 3, "schedulers": 4, "minWebservers": 3},
        {
            "Airflow-SmallEnvironment": 730,
            "Airflow-SmallWorker": 1460,
            "Airflow-SmallScheduler": 1460,
            "Airflow-SmallWebServer": 730,
            "Airflow-StandardDatabaseStorage": None,
        },
    ),
]
