"""Rules for AWS Service Catalog."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "servicecatalog-portfolio-shared-in-organization", "type", passes=[None], fails=["ACCOUNT"]
    ),
]
