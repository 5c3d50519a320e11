"""Operations of RDS on a bill: engine and licence."""

from costing.resources.rds import Instance
from tests.costing.resources.case import Case

POSTGRES = {"engine": "postgres", "instanceClass": "db.m6g.large"}
SQL_SERVER = {"engine": "sqlserver-se", "instanceClass": "db.m5.xlarge"}


def test_operation_identifies_engine_and_licence() -> None:
    byol = {"engine": "oracle-se2", "licenseModel": "bring-your-own-license"}
    wanted = {
        "0002": {"engine": "mysql"},
        "0014": {"engine": "postgres"},
        "0012": {"engine": "sqlserver-se"},
        "0020": {"engine": "oracle-se2"},
        "0019": byol,
    }

    found = {
        code: hours(Case("", Instance, {**inputs, "instanceClass": "db.m5.large"}, {}))
        for code, inputs in wanted.items()
    }

    assert found == {code: f"CreateDBInstance:{code}" for code in wanted}


def hours(case: Case) -> str:
    return next(
        meter.sku.operation for meter in case.meters() if "InstanceUsage" in meter.sku.usage_type
    )
