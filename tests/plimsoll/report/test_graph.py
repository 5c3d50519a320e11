"""A Graph as JSON, tree and diagram."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.graph.readers.detect import read
from costing.graph.resource import Graph, Reference, Resource
from costing.model import SECRET, UNKNOWN, Source
from plimsoll.report.escape import mermaid
from plimsoll.report.graph_json import as_json as graph_json
from plimsoll.report.graph_mermaid import as_mermaid
from plimsoll.report.graph_tree import as_tree
from tests import graphs

FILES = Path(__file__).parents[2] / "files"
Golden = Callable[[str, str], None]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
names = st.text('ab:$ "#<`;\n', min_size=1, max_size=6)
kinds = st.sampled_from(
    ["aws:ec2/vpc:Vpc", "aws:iam/role:Role", "shop:network:Network", "pulumi:providers:aws"]
)
plain = (
    st.none()
    | st.booleans()
    | st.integers()
    | texts
    | st.sampled_from([UNKNOWN, SECRET, Decimal("0.25")])
)
keys = texts.filter(lambda key: not key.startswith("__"))
inputs = st.dictionaries(
    keys,
    st.recursive(
        plain, lambda each: st.lists(each, max_size=3) | st.dictionaries(keys, each, max_size=3)
    ),
    max_size=4,
)
urns = st.builds(lambda kind, name: f"urn:pulumi:prod::shop::{kind}::{name}", kinds, names)
references = st.builds(Reference, urns | st.just(""), texts)  # none: a lookup's


@st.composite
def resources(draw: st.DrawFn, urn: str, *, custom: bool) -> Resource:
    return Resource(
        urn,
        urn.split("::")[2],
        draw(inputs),
        region=draw(st.sampled_from(["us-east-1", "global", UNKNOWN, None])),
        parent=draw(st.none() | urns),
        external=draw(st.booleans()),
        custom=custom,
        pending_delete=draw(st.booleans()),
        id=draw(st.none() | texts.filter(bool)),
        outputs=draw(inputs),
        provider=draw(st.none() | urns),
        account=draw(texts),
        dependencies=tuple(draw(st.lists(urns, max_size=2))),
        property_dependencies=draw(
            st.dictionaries(keys, st.lists(urns, max_size=2).map(tuple), max_size=2)
        ),
        references=draw(
            st.dictionaries(keys, st.lists(references, max_size=2).map(tuple), max_size=2)
        ),
        protect=draw(st.booleans()),
        delete_before_replace=draw(st.booleans()),
        origin=draw(st.sampled_from([None, "apply"])),
        position=draw(st.sampled_from([None, "infra/network.py:41", "my lib/ünder#1.py:7", "x"])),
    )


@st.composite
def whole_graphs(draw: st.DrawFn) -> Graph:
    found = draw(st.lists(urns, unique=True, max_size=6))
    made = [draw(resources(urn, custom=draw(st.booleans()))) for urn in sorted(found)]
    source = Source(
        draw(st.sampled_from(["program", "preview", "state"])),
        draw(texts),
        draw(texts),
        draw(st.booleans()),
    )
    return Graph(
        source,
        tuple(each for each in made if each.custom),
        tuple(each for each in made if not each.custom),
        draw(st.dictionaries(keys, texts | st.just(SECRET), max_size=3)),
    )


def provider_inputs_are_values(graph: Graph) -> bool:
    """A provider's inputs that look like JSON would be read as what they say."""
    providers = (each for each in graph.resources + graph.components if "providers" in each.type)
    return not any(
        isinstance(value, str) and value.startswith(("{", "[", "true", "false"))
        for each in providers
        for value in each.inputs.values()
    )


@given(whole_graphs().filter(provider_inputs_are_values))
def test_a_graph_that_is_written_is_read_back(graph: Graph) -> None:
    text = graph_json(graph)

    assert read(text.encode(), "graph") == graph
    assert graph_json(read(text.encode(), "graph")) == text


@given(whole_graphs())
def test_json_graph_has_one_create_step_per_resource(graph: Graph) -> None:
    preview = json.loads(graph_json(graph))

    assert {step["op"] for step in preview["steps"]} <= {"create"}
    assert preview["changeSummary"] == {"create": len(graph.resources + graph.components)}
    for step in preview["steps"]:
        assert step["newState"]["urn"] == step["urn"]
        assert isinstance(step["newState"]["custom"], bool)


@given(whole_graphs())
def test_a_tree_has_a_line_for_each_resource(graph: Graph) -> None:
    """Even where parents are missing, or each other's parents."""
    lines = as_tree(graph).splitlines()[1:]

    assert len(lines) == len(graph.resources + graph.components)


NODE = r'  +(subgraph )?n\d+\["[^"]+<br/>[^"]+"\]'
ARROW = r'  n\d+ -->\|"[^"]+"\| n\d+'


@given(whole_graphs())
def test_diagram_has_a_node_or_box_per_resource(graph: Graph) -> None:
    first, *lines = as_mermaid(graph).splitlines()
    nodes = [line for line in lines if re.fullmatch(NODE, line)]
    arrows = [line for line in lines if re.fullmatch(ARROW, line)]
    ends = [line for line in lines if line.strip() == "end"]

    assert first == "flowchart LR"
    assert len(nodes) + len(arrows) + len(ends) == len(lines)
    assert len(ends) == sum("subgraph" in line for line in nodes)
    shown = [each for each in graph.resources + graph.components if "providers" not in each.type]
    assert len(nodes) == len(shown)


def test_label_escapes_characters_that_end_it() -> None:
    assert mermaid('a "b" <c>\n`d` #1 & e') == ("a #quot;b#quot; #lt;c#gt; #96;d#96; #35;1 #amp; e")


@pytest.mark.parametrize(
    ("form", "text"), [("txt", as_tree), ("mmd", as_mermaid), ("json", graph_json)]
)
def test_graph(form: str, text: Callable[[Graph], str], golden: Golden) -> None:
    found = read((FILES / "first.preview.json").read_bytes(), "first.preview.json")

    golden(f"graph.{form}", text(found))


def test_tree_marks_read_and_deleted_resources() -> None:
    found = graphs.graph(
        graphs.resource("aws:ec2/vpc:Vpc", "a", external=True),
        graphs.resource("aws:ec2/vpc:Vpc", "b", pending_delete=True, region="us-west-2"),
        graphs.resource("aws:ec2/vpc:Vpc", "c", origin="apply", protect=True),
    )

    assert as_tree(found).splitlines()[1:] == [
        "├─ a  aws:ec2/vpc:Vpc  us-east-1  (read)",
        "├─ b  aws:ec2/vpc:Vpc  us-west-2  (pending delete)",
        "└─ c  aws:ec2/vpc:Vpc  us-east-1  (protected, created in a callback with a made-up id)",
    ]


def deep(count: int) -> list[Any]:
    made: list[Resource] = []
    for index in range(count):
        parent = made[-1].urn if made else None
        made.append(graphs.resource("a:b:C", f"c{index:04}", parent=parent, custom=False))
    return made


def test_a_deep_tree_is_printed() -> None:
    found = Graph(Source("preview", "shop", "prod"), (), tuple(deep(3000)))

    assert as_tree(found).count("\n") == 3001
    assert as_mermaid(found).count("\n") == 1 + 3000 + 2999
