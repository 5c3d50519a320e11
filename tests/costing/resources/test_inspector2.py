from costing.resources.inspector2 import Enabler
from tests.costing.resources.case import Case

CASES = [
    Case(
        "machines by the hour, images by the scan",
        Enabler,
        {"resourceTypes": ["EC2", "ECR"], "accountIds": ["123456789012"]},
        {
            "EC2-Scanning": 7300,
            "EC2-Scanning-agentless": None,
            "container-image-initial-scan": 500,
            "container-image-re-scan": None,
        },
        usage={"ec2_instances": 10, "monthly_images": 500},
    ),
    Case(
        "functions, and their code apart",
        Enabler,
        {"resourceTypes": ["LAMBDA", "LAMBDA_CODE"]},
        {"Lambda-Standard-Scanning": None, "Lambda-Code-Scanning": 730},
        usage={"lambda_code_functions": 1},
    ),
]
