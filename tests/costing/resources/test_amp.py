from costing.resources.amp import Scraper, Workspace
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a workspace",
        Workspace,
        {},
        {
            "AMP:MetricSampleCount": 3_000_000_000,
            "AMP:QuerySamplesProcessed": None,
            "AMP:MetricStorageByteHrs": None,
        },
        usage={"monthly_samples": "3e9"},
    ),
    Case(
        "a collector",
        Scraper,
        {},
        {"AMP:CollectorHours": 730, "AMP:CollectorSampleCount": None},
    ),
]
