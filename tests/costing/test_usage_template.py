from costing.files.yaml_file import parsed
from costing.usage import UsageFile, resolve
from costing.usage_template import usage_template
from tests import graphs

STACK = graphs.graph(
    graphs.resource("aws:s3/bucket:Bucket", "models"),
    graphs.resource("aws:ec2/natGateway:NatGateway", "exit"),
    graphs.resource("aws:ec2/vpc:Vpc", "home"),
)


def test_a_template_states_nothing_and_is_a_usage_file_of_its_stack() -> None:
    file = UsageFile.model_validate(parsed(usage_template(STACK), "usage.yaml").value)

    assert resolve(file, STACK) == resolve(UsageFile(), STACK)


def test_every_key_is_there_with_its_unit_and_works_once_uncommented() -> None:
    text = usage_template(STACK)

    assert "# monthly_data_processed_gb:  # GB: Data processed" in text
    assert "aws:ec2/vpc:Vpc" not in text
    stated = text.replace("# storage_gb:  #", "storage_gb: 7  #", 1)
    usage = resolve(UsageFile.model_validate(parsed(stated, "usage.yaml").value), STACK)
    assert 7 in [value for each in usage.values() for value in each.model_dump().values()]
