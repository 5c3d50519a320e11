"""Settings of the search domain."""

from typing import Annotated

from pydantic import Field, StringConstraints

from infra.settings.group import Group

SearchType = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+\.[a-z0-9]+\.search$")]


class SearchSettings(Group):
    version: str = Field(default="2.19", pattern=r"^\d+\.\d+$", description="OpenSearch")
    instance_type: SearchType = Field(
        default="r7g.large.search", description="Of the data nodes; vectors want memory"
    )
    nodes: int = Field(default=3, ge=1, le=80, description="Data nodes, spread over the zones")
    volume_gb: int = Field(default=100, ge=10, le=24576, description="gp3 volume of a data node")
    master_type: SearchType | None = Field(
        default="m7g.medium.search",
        description="Of the three masters that do nothing else; null: data nodes lead as well",
    )
    warm_nodes: int = Field(
        default=0, ge=0, le=150, description="UltraWarm nodes, for indexes that are read seldom"
    )
    warm_type: SearchType = Field(
        default="ultrawarm1.medium.search", description="Of the warm nodes"
    )
