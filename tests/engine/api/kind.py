"""A resource type as AWS's API knows it: the requests that create, read, change and delete it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Names = Mapping[str, str]
Inputs = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Then:
    """A further request of a creation, which carries some inputs; `always` also without them."""

    operation: str
    inputs: tuple[str, ...] = ()
    names: Names = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[[Inputs], Inputs] | None = None
    always: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One type.

    Requests are `Operation Member Member=Key Member=!JSON`: a member alone is the id, a key is
    looked up in the answer, the parameters and the inputs, JSON is a literal. Other required
    members are looked up by their own name.
    """

    client: str  # of boto3
    create: str  # operation
    id: str  # key, or a text with keys in braces
    names: Names = field(default_factory=dict)  # input → member; "": provider's own, or sent later
    under: str = ""  # member that the other inputs are in
    fixed: Mapping[str, Any] = field(default_factory=dict)
    auto: str = ""  # input that Pulumi names if it is not given
    longest: int = 64  # characters of a name
    prepare: Callable[[Inputs], Inputs] | None = None
    outputs: Names = field(default_factory=dict)  # output → key, JMESPath or text with keys
    then: tuple[Then, ...] = ()
    read: str = ""
    update: tuple[Then, ...] = ()
    delete: tuple[str, ...] = ()
    tagged: str = ""  # type of EC2's tag specifications, if not the operation's name
