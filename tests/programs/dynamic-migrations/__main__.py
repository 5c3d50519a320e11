"""A database whose schema is migrated by a dynamic provider."""

from pathlib import Path

import pulumi
import pulumi_aws as aws
import pulumi_random as random
from migrations import Migration

password = random.RandomPassword("database", length=24, special=False)
database = aws.rds.Instance(
    "shop",
    engine="postgres",
    engine_version="16.4",
    instance_class="db.t4g.small",
    allocated_storage=30,
    username="shop",
    password=password.result,
    db_name="shop",
    skip_final_snapshot=True,
)
dsn = pulumi.Output.concat("postgresql://shop:", password.result, "@", database.endpoint, "/shop")
previous = None
for path in sorted(Path("sql").glob("*.sql")):
    previous = Migration(
        path.stem, dsn, path, pulumi.ResourceOptions(depends_on=[previous] if previous else None)
    )
if previous:
    aws.ssm.Parameter(
        "schema",
        type="String",
        value=pulumi.Output.all(previous.checksum, previous.applied_at).apply(
            lambda args: f"{args[0][:8]} of {args[1]}"
        ),
    )
