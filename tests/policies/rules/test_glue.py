"""Rules for AWS Glue."""

from costing.model import SECRET, UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_inputs(
        "glue-connection-ssl",
        passes=[
            {
                "connectionProperties": {
                    "JDBC_CONNECTION_URL": "jdbc:mysql://db/app",
                    "JDBC_ENFORCE_SSL": "true",
                }
            },
            {"connectionType": "NETWORK"},
        ],
        fails=[{"connectionProperties": {"JDBC_CONNECTION_URL": "jdbc:mysql://db/app"}}],
        unknown=[
            {
                "connectionProperties": {
                    "JDBC_CONNECTION_URL": "jdbc:mysql://db/app",
                    "JDBC_ENFORCE_SSL": UNKNOWN,
                }
            }
        ],
    ),
    *of_inputs(
        "glue-connection-no-password",
        passes=[
            {"connectionProperties": {"SECRET_ID": "db"}},
            {"connectionProperties": {"PASSWORD": SECRET}},
        ],
        fails=[{"connectionProperties": {"PASSWORD": "correct-horse"}}],
        unknown=[{"connectionProperties": UNKNOWN}],
    ),
    *of_inputs(
        "glue-job-no-secrets",
        passes=[{}, {"defaultArguments": {"--stage": "prod"}}],
        fails=[{"defaultArguments": {"--db_password": "correct-horse-battery"}}],
        unknown=[{"defaultArguments": UNKNOWN}],
    ),
    *of_input(
        "glue-job-continuous-logging",
        "defaultArguments.--enable-continuous-cloudwatch-log",
        passes=["true"],
        fails=[None],
    ),
    *of_input("glue-job-supported-version", "glueVersion", passes=["4.0", None], fails=["2.0"]),
    *of_input("glue-ml-transform-version", "glueVersion", passes=["2.0"], fails=[None, "0.9"]),
]
