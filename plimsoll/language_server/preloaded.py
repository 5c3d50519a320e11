"""Imports and tables of an analysis, loaded once before its process is forked."""

import gc
from pathlib import Path

import costing.files.yaml_reader
import costing.graph.preview.session
from costing.graph.resource import Graph, Resource
from costing.graph.source import Opened
from costing.model import Source
from costing.resources import PRICED
from plimsoll.language_server.analysis import of_graph
from plimsoll.language_server.values import Request

REGION = "us-east-1"  # prices of another region are read when a stack needs them
TYPE = "aws:s3/bucket:Bucket"


def warm() -> None:
    """Import the cost models and rules, and read the price book, by an analysis of one bucket."""
    for kind in PRICED:
        PRICED[kind]
    urn = f"urn:pulumi:dev::warm::{TYPE}::bucket"
    bucket = Resource(urn, TYPE, {}, region=REGION)
    of_graph(Request(Path()), Opened(Graph(Source("program", "warm", "dev"), (bucket,))))
    gc.collect()
    gc.freeze()  # forked processes share these pages


LOADED = (costing.files.yaml_reader, costing.graph.preview.session)
warm()
