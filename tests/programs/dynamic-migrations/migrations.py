"""Runs SQL files against a database, as a resource."""

import hashlib
from pathlib import Path
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, Resource, ResourceProvider, UpdateResult


class Provider(ResourceProvider):
    def create(self, props: dict[str, Any]) -> CreateResult:
        import psycopg  # noqa: PLC0415 (only where it deploys)

        with psycopg.connect(props["dsn"]) as connection:
            connection.execute(props["sql"])
        return CreateResult(props["checksum"], props)

    def diff(self, _id: str, old: dict[str, Any], new: dict[str, Any]) -> DiffResult:
        return DiffResult(changes=old["checksum"] != new["checksum"])

    def update(self, _id: str, _old: dict[str, Any], new: dict[str, Any]) -> UpdateResult:
        return UpdateResult(new)


class Migration(Resource):
    checksum: pulumi.Output[str]
    applied_at: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        dsn: pulumi.Input[str],
        path: Path,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        sql = path.read_text()
        checksum = hashlib.sha256(sql.encode()).hexdigest()
        super().__init__(
            Provider(),
            name,
            {"dsn": dsn, "sql": sql, "checksum": checksum, "applied_at": None},
            pulumi.ResourceOptions.merge(
                pulumi.ResourceOptions(additional_secret_outputs=["dsn"]), opts
            ),
        )
