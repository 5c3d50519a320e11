"""The project's program under the SDK's own mocks: registering it, and nothing else."""

import json
import runpy
import sys
from pathlib import Path

import pulumi
import yaml
from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks, set_mocks

from costing.catalog.zones import offerings, zones

ROOT = Path(__file__).resolve().parents[1]


class Echo(Mocks):
    def __init__(self, region: str) -> None:
        self.region = region

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, object]]:
        return f"{args.name}-id", {**args.inputs, "arn": f"arn:{args.name}"}

    def call(self, args: MockCallArgs) -> tuple[dict[str, object], None]:
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
        return {"accountId": "123456789012", "partition": "aws", **stated}, None


def main(stack: str) -> None:
    stated = yaml.safe_load((ROOT / f"Pulumi.{stack}.yaml").read_text())["config"]
    config = {
        key: value if isinstance(value, str) else json.dumps(value) for key, value in stated.items()
    }
    pulumi.runtime.config.set_all_config(config)
    set_mocks(Echo(config.get("aws:region", "us-east-1")), project="plimsoll", stack=stack)
    sys.path.insert(0, str(ROOT))
    pulumi.runtime.test(lambda: runpy.run_path(str(ROOT / "__main__.py"), run_name="__main__"))()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main(sys.argv[1])
