from dataclasses import replace
from datetime import date
from pathlib import Path
from string import printable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from costing.errors import UsageError
from costing.files.yaml_file import parsed
from costing.graph.resource import Graph
from costing.prices.book import installed
from costing.usage.effects import usage_effects
from costing.usage.file import UNMATCHED, UsageFile, matching
from costing.usage.resolve import resolve
from costing.usage.template import FURTHER, head, merged, most_effective, suggested
from tests import graphs

ON = date(2026, 12, 1)
BUCKET, GATEWAY, VPC = "aws:s3/bucket:Bucket", "aws:ec2/natGateway:NatGateway", "aws:ec2/vpc:Vpc"
FUNCTION, QUEUE = "aws:lambda/function:Function", "aws:sqs/queue:Queue"
STACK = graphs.graph(
    graphs.resource(BUCKET, "models"),
    graphs.resource(GATEWAY, "exit"),
    graphs.resource(VPC, "home"),
)


def usage_of(text: str) -> UsageFile:
    return UsageFile.model_validate(parsed(text, "usage.yaml").value)


def fresh(graph: Graph, *, minimal: bool = False) -> str:
    effects = usage_effects(graph, installed(), UsageFile(), on=ON)
    found = most_effective(effects) if minimal else suggested(effects)
    start = head(graph.source, "plimsoll usage init", found, minimal=minimal)
    return merged(start, "usage.yaml", graph, found).text


def added(text: str, graph: Graph) -> str:
    file = usage_of(text)
    effects = usage_effects(graph, installed(), matching(file, graph), on=ON)
    found = suggested(effects)
    return merged(text, "usage.yaml", graph, found, shared=file.shared).text


def test_a_new_file_gives_no_usage_and_fits_its_stack() -> None:
    assert resolve(usage_of(fresh(STACK)), STACK) == resolve(UsageFile(), STACK)


def test_a_new_file_names_stack_and_command_and_labels_examples() -> None:
    text = fresh(STACK)

    assert text.startswith("# Usage of stack prod, project shop: ")
    assert "# Written by: plimsoll usage init\n" in text
    keys = [line for line in text.splitlines() if line.startswith("    # ")]
    assert keys
    assert all("  # example. " in line and " Default: " in line for line in keys)
    assert VPC not in text


def test_the_documentation_shows_a_line_as_it_is_written() -> None:
    page = (Path(__file__).parents[3] / "docs" / "usage-file.md").read_text()

    (line,) = [line for line in page.splitlines() if line.startswith("    # monthly_")]
    assert line in fresh(STACK)


def test_comment_names_the_keys_that_exclude_each_other() -> None:
    instance = graphs.resource("aws:ec2/instance:Instance", "web", {"instanceType": "m5.large"})
    lines = fresh(graphs.graph(instance)).splitlines()

    (plan,) = [line for line in lines if "# savings_plan_type:" in line]
    assert plan.endswith("Do not set it beside reserved_instance_*.")


def test_the_most_expensive_resource_and_key_come_first() -> None:
    lines = fresh(STACK).splitlines()
    keys = lines.index(f'  "{GATEWAY}::exit":')  # has a cost without any usage

    assert keys < lines.index(f'  "{BUCKET}::models":')
    assert lines[keys + 1].startswith("    # monthly_data_processed_gb: 1000  # example. ")


def test_an_uncommented_key_takes_effect() -> None:
    text = fresh(STACK).replace("# standard.storage_gb: 500", "standard.storage_gb: 7", 1)

    bucket = resolve(usage_of(text), STACK)[graphs.resource(BUCKET, "models").urn]
    assert bucket.model_dump(exclude_none=True, by_alias=True) == {"standard.storage_gb": 7}


def test_a_minimal_file_has_the_ten_keys_with_the_largest_effect() -> None:
    text = fresh(STACK, minimal=True)

    keys = [line for line in text.splitlines() if line.startswith("    # ")]
    assert len(keys) == 10
    assert "# monthly_data_processed_gb: 1000" in keys[0]
    assert keys[0].endswith("Changes the bill by $45.00 a month at this value.")
    assert "# Of all keys, these 10 change the bill most if their example values" in text


FILE = """\
# Ours, measured in June
version: 1
defaults: &all
  aws:s3/bucket:Bucket: {standard: {storage_gb: 1_000}}   # everywhere
resources:
    # the way out
    exit: {monthly_data_processed_gb: {low: 1, mid: 2, high: 3}} # by flow logs
    'gone':
      # kept, who knows
      standard: {storage_gb: 5e2}

    aws:s3/bucket:Bucket::models: &models
      standard:
        monthly_tier_1_requests: 0x10
    # the end
"""


def test_a_merge_keeps_every_line_in_order() -> None:
    lines = iter(added(FILE, STACK).splitlines())

    assert all(line in lines for line in FILE.splitlines())


def test_a_merge_keeps_values_and_adds_keys_where_they_belong() -> None:
    text = added(FILE, STACK)

    old, new = usage_of(FILE), usage_of(text)
    assert new == old
    above, _, models = text.partition("aws:s3/bucket:Bucket::models: &models\n")
    assert "      # standard.monthly_tier_2_requests: " in models
    assert "standard.storage_gb" not in models  # a default gives it
    assert "# standard.monthly_tier_1_requests" not in models
    assert f"      {FURTHER}\n      # monthly_outbound_internet_gb: 100" in above


def test_a_second_merge_changes_nothing() -> None:
    once = added(FILE, STACK)

    assert added(once, STACK) == once
    assert added(fresh(STACK), STACK) == fresh(STACK)


def test_unmatched_entry_is_marked_until_it_matches() -> None:
    text = added(FILE, STACK)

    assert f"    {UNMATCHED}\n    'gone':\n" in text
    assert text.count(UNMATCHED) == 1
    back = graphs.graph(*STACK.resources, graphs.resource(BUCKET, "gone"))
    assert UNMATCHED not in added(text, back)


def test_entries_of_a_shared_file_are_not_marked() -> None:
    assert UNMATCHED not in added(f"{FILE}shared: true\n", STACK)


def test_new_resources_are_added_at_the_end_of_their_section() -> None:
    more = graphs.graph(*STACK.resources, graphs.resource(FUNCTION, "resize"))
    text = added(f"{FILE}shared: true\n", more)

    assert f'    "{FUNCTION}::resize":\n      # ' in text
    assert text.index("resize") < text.index("# the end") < text.index("shared: true")


ALL = suggested(usage_effects(STACK, installed(), UsageFile(), on=ON))


@pytest.mark.parametrize(
    "text",
    [
        "version: 1",
        "version: 1\nresources:",
        "version: 1\nresources: {}\n",
        "version: 1\nresources: {models: {standard: {storage_gb: 7}}} # short\n",
        "{version: 1, resources: {models: {standard.storage_gb: 7}}}",
        "resources: {models: {standard: {storage_gb: 7}},\n  exit: {}}\nversion: 1\n",
        "version: 1\nresources: ~\n",
        "version: 1\nresources: # none yet\n  # models: later\nshared: true\n",
        "version: 1\r\nresources:\r\n  models:\r\n    standard: {storage_gb: 7}\r\n",
        "---\nversion: 1\nresources:\n  models:\n  exit: null\n...\n",
        "version: 1\nresources:\n  ? models\n  : standard: {storage_gb: 7}\n",
        "version: 1\nresources:\n  ? models\n  : ? standard\n    : {storage_gb: 7}\n",
        "version: 1\nresources:\n  exit: &a {}\n  models: *a\n",
        "defaults: {aws:s3/bucket:Bucket: &b {object_tags: 3}}\nresources: {models: {<<: *b}}\n",
        "version: 1\nresources:\n models:\n  standard:\n   storage_gb: 7 # kept",
        "\ufeffversion: 1\nresources:\n  models:\n",
    ],
)
def test_a_merge_keeps_the_values_of_any_layout(text: str) -> None:
    once = merged(text, "usage.yaml", STACK, ALL).text

    assert resolve(usage_of(once), STACK) == resolve(usage_of(text), STACK)
    assert "# monthly_data_processed_gb: 1000" in once
    assert "# object_tags: " in once
    assert "short" in once or "short" not in text
    assert merged(once, "usage.yaml", STACK, ALL).text == once
    if "\r\n" in text:
        assert once.count("\n") == once.count("\r\n")


def test_a_layout_that_takes_no_comments_is_refused() -> None:
    text = 'resources:\n  models:\n    object_tags: "3\n# 4"\n'

    with pytest.raises(UsageError, match=r"usage.yaml: keys cannot be added .*--out FILE"):
        merged(text, "usage.yaml", STACK, ALL)


def test_resources_of_one_name_have_distinct_entries() -> None:
    inner = "urn:pulumi:prod::shop::my:index:Part$aws:s3/bucket:Bucket::models"
    twice = graphs.graph(
        *STACK.resources,
        graphs.resource(GATEWAY, "models"),
        replace(graphs.resource(BUCKET, "models"), urn=inner),
    )
    text = fresh(twice)

    assert f'  "{GATEWAY}::models":' in text
    assert f'  "{inner}":' in text
    assert f'  "{BUCKET}::models":' not in text  # which both buckets are
    given = text.replace("# standard.storage_gb: 500", "standard.storage_gb: 7", 1)
    found = [
        usage.model_dump(exclude_none=True) for usage in resolve(usage_of(given), twice).values()
    ]
    assert found.count({}) == len(found) - 1


HOSTILE = [
    "a: b",
    "- a",
    "#",
    "*",
    "a*",
    "**",
    "'",
    '"',
    "\n",
    "a\nb",
    "\t",
    "&a",
    "!x",
    "{",
    "? a",
]
HOSTILE += [
    "null",
    "~",
    "1e7",
    "<<",
    "on",
    "C:\\x",
    "é\u2028",
    "\ufeff",
    "\x85",
    "\x07",
    "😀",
    "%",
    "@",
]
NAMES = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(printable, min_size=1, max_size=12),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
    st.just("x" * 1100),
)


@settings(max_examples=20)
@given(st.lists(st.tuples(st.sampled_from([QUEUE, GATEWAY, FUNCTION]), NAMES), max_size=4))
def test_any_name_makes_a_file_that_fits_and_merges(named: list[tuple[str, str]]) -> None:
    graph = graphs.graph(*(graphs.resource(kind, name) for kind, name in {*named}))
    text = fresh(graph)

    assert resolve(usage_of(text), graph) == resolve(UsageFile(), graph)
    assert added(text, graph) == text
    used = resolve(usage_of(text.replace("    # ", "    ")), graph)
    assert all(usage.model_dump(exclude_none=True) for usage in used.values())
