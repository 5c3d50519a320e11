"""A project's program under the SDK's own mocks: registering it, and nothing else."""

import runpy
import sys
from pathlib import Path

import pulumi
from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks, set_mocks

from costing.aws.zones import offerings, zones
from costing.graph.preview import output_kinds, project
from tests.infra.recorder import COMPUTED

CERTIFICATE = "aws:acm/certificate:Certificate"


class Echo(Mocks):
    def __init__(self, region: str) -> None:
        self.region = region

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, object]]:
        declared = output_kinds.outputs(args.typ)
        made: dict[str, object] = {k: f"{args.name}-{k}" for k in COMPUTED if k in declared}
        made["arn"] = f"arn:aws:bench:{self.region}:123456789012:{args.name}"
        if args.typ == CERTIFICATE:
            made |= {"domainValidationOptions": [{"resourceRecordName": args.name}]}
        return f"{args.name}-id", {**made, **args.inputs}

    def call(self, args: MockCallArgs) -> tuple[dict[str, object], list[tuple[str, str]]]:
        stated: dict[str, object] = dict(args.args)
        if args.token.endswith("getAvailabilityZones"):
            found = zones()[self.region]
            stated |= {"names": [z.name for z in found], "zoneIds": [z.id for z in found]}
        if args.token.endswith("getInstanceTypeOfferings"):
            names = {zone.id: zone.name for zone in zones()[self.region]}
            pairs = [
                (kind, names[each])
                for kind, ids in offerings()[self.region].items()
                for each in ids
                if each in names
            ]
            stated |= {"instanceTypes": [kind for kind, _ in pairs]}
            stated |= {"locations": [place for _, place in pairs]}
        return {"accountId": "123456789012", "partition": "aws", **stated}, []


def main(folder: Path, stack: str) -> None:
    given = project.stack(project.read(folder), stack)
    pulumi.runtime.config.set_all_config(dict(given.config))
    region = given.config.get("aws:region", "us-east-1")
    set_mocks(Echo(region), project=given.project, stack=stack)
    sys.path.insert(0, str(folder))
    pulumi.runtime.test(lambda: runpy.run_path(str(folder / "__main__.py"), run_name="__main__"))()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2])
