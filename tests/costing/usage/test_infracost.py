from pathlib import Path

import pytest

from costing.usage.file import applicable, read
from costing.usage.infracost import label
from costing.usage.resolve import resolve
from tests import graphs

NAT = "aws:ec2/natGateway:NatGateway"
INSTANCE = "aws:ec2/instance:Instance"
STACK = graphs.graph(graphs.resource(NAT, "exit"), graphs.resource(INSTANCE, "web-2"))
FILE = """
version: 0.1
resource_type_default_usage:
  aws_nat_gateway: {monthly_data_processed_gb: 10}
  aws_medialive_channel: {anything: 1}
resource_usage:
  module.net.aws_nat_gateway.exit: {monthly_data_processed_gb: 20, a_key_of_theirs: 1}
  aws_instance.web-2: {operating_system: windows}
  aws_instance.gone: {operating_system: windows}
"""


def test_infracost_file_is_read_and_unmatched_counted(tmp_path: Path) -> None:
    path = tmp_path / "usage.yml"
    path.write_text(FILE)

    file, dropped = applicable(read(path), STACK)

    assert dropped == 2
    specified = {urn.rpartition("::")[2]: usage for urn, usage in resolve(file, STACK).items()}
    assert specified["exit"].model_dump()["monthly_data_processed_gb"] == 20
    assert specified["web-2"].model_dump()["operating_system"] == "windows"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("aws_instance.web", f"{INSTANCE}::web"),
        ("module.a.module.b[0].aws_instance.web", f"{INSTANCE}::web"),
        ("aws_instance.web[*]", f"{INSTANCE}::web*"),
        ('aws_instance.web["a.b"]', f"{INSTANCE}::web*"),
        ("azurerm_vm.web", "azurerm_vm.web"),
    ],
)
def test_an_address_is_a_type_and_a_name(address: str, expected: str) -> None:
    assert label(address) == expected


def test_defaults_of_our_own_files_may_name_terraforms_types(tmp_path: Path) -> None:
    path = tmp_path / "usage.yaml"
    path.write_text("defaults: {aws_nat_gateway: {monthly_data_processed_gb: 7}}")

    usages = resolve(read(path), STACK).values()

    assert 7 in [each.model_dump().get("monthly_data_processed_gb") for each in usages]
