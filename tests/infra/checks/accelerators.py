"""Accelerated instances: driver in the image, devices in the container, device plugin."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import botocore.session

from infra.aws.instance_type import accelerator_of
from infra.kubernetes.manifests import NodeNetwork, node_manifests
from infra.kubernetes.settings import KubernetesSettings
from tests.infra.checks.key_users import at
from tests.infra.recorder import Recording

DEVICE_NAMES = {"nvidia": "nvidia.com/gpu", "neuron": "aws.amazon.com/neuron"}
DRIVERS = {"nvidia": r"gpu|nvidia", "neuron": r"neuron"}  # in the name of an image
DEVICES = {"nvidia": "--gpus", "neuron": "/dev/neuron"}


def findings(recording: Recording) -> list[str]:
    return sorted(
        {*fleets(recording), *services(recording), *jobs(recording), *node_groups(recording)}
    )


def types_of(group: Mapping[str, Any]) -> list[str]:
    overrides = at(group, "mixedInstancesPolicy.launchTemplate.overrides") or []
    return [each["instanceType"] for each in overrides]  # type: ignore[attr-defined]


def template_of(recording: Recording, group: Mapping[str, Any]) -> Mapping[str, Any]:
    return recording.follow(at(group, "mixedInstancesPolicy.launchTemplate")).inputs


def fleets(recording: Recording) -> Iterator[str]:
    for each in recording.of_type("aws:autoscaling/group:Group"):
        types = types_of(each.inputs)
        accelerator = accelerator_of(types[0]) if types else None
        if accelerator is None:
            continue
        template = template_of(recording, each.inputs)
        if not re.search(DRIVERS[accelerator], str(template["imageId"])):
            yield f"{each}: {template['imageId']} has no driver for {types[0]}"
        script = base64.b64decode(template["userData"]).decode()
        if "docker run" in script and DEVICES[accelerator] not in script:
            yield f"{each}: the container gets no {accelerator} device"


def services(recording: Recording) -> Iterator[str]:
    """Yield ECS services on accelerated instances whose tasks ask for no accelerator."""
    groups = [
        each
        for each in recording.of_type("aws:autoscaling/group:Group")
        if any(tag["key"] == "AmazonECSManaged" for tag in each.inputs["tags"])
    ]
    kinds = {accelerator_of(each) for group in groups for each in types_of(group.inputs)} - {None}
    for task in recording.of_type("aws:ecs/taskDefinition:TaskDefinition"):
        [container] = json.loads(task.inputs["containerDefinitions"])
        for accelerator in kinds:
            if not has_devices(container, str(accelerator)):
                yield f"{task}: asks for no {accelerator} device of its instances"


def has_devices(container: Mapping[str, Any], accelerator: str) -> bool:
    if accelerator == "nvidia":
        return any(each["type"] == "GPU" for each in container.get("resourceRequirements", []))
    devices = container.get("linuxParameters", {}).get("devices", [])
    return any("/dev/neuron" in each["hostPath"] for each in devices)


def image_types() -> set[str]:
    """Return the image types of AWS Batch, as the API's documentation lists them."""
    model = botocore.session.get_session().get_service_model("batch")
    documentation = model.shape_for("Ec2Configuration").members["imageType"].documentation
    return set(re.findall(r"<dt>(\w+)</dt>", documentation))


def jobs(recording: Recording) -> Iterator[str]:
    known, kinds = image_types(), set()
    for each in recording.of_type("aws:batch/computeEnvironment:ComputeEnvironment"):
        resources = each.inputs["computeResources"]
        [image] = resources["ec2Configurations"]
        accelerator = accelerator_of(resources["instanceTypes"][0])
        if not resources.get("placementGroup"):  # of multi-node jobs, which have node properties
            kinds.add(accelerator)
        if image["imageType"] not in known:
            yield f"{each}: AWS Batch has no image type {image['imageType']}"
        text = f"{image['imageType']} {image.get('imageIdOverride', '')}".lower()
        if accelerator and not re.search(DRIVERS[accelerator], text):
            yield f"{each}: {text} has no driver for {accelerator}"
    for each in recording.of_type("aws:batch/jobDefinition:JobDefinition"):
        if "containerProperties" in each.inputs:
            container = json.loads(each.inputs["containerProperties"])
            for accelerator in kinds - {None}:
                if not has_devices(container, str(accelerator)):
                    yield f"{each}: asks for no {accelerator} device"


def node_groups(recording: Recording) -> Iterator[str]:
    """Yield node groups whose image has no driver for their accelerators.

    Bottlerocket's NVIDIA variants have the device plugin too.
    """
    for each in recording.of_type("aws:eks/nodeGroup:NodeGroup"):
        accelerator = accelerator_of((each.inputs.get("instanceTypes") or ["m7i.large"])[0])
        bottlerocket = re.fullmatch(r"BOTTLEROCKET_.*_NVIDIA(_FIPS)?", each.inputs["amiType"])
        neuron = re.fullmatch(r"AL2023_.*_NEURON", each.inputs["amiType"])
        if not {"nvidia": bottlerocket, "neuron": neuron}.get(str(accelerator), True):
            yield f"{each}: {each.inputs['amiType']} has no device plugin for {accelerator}"


def node_pools(settings: KubernetesSettings) -> Iterator[str]:
    """Yield pools of a cluster that no autoscaler fills, and accelerators without device plugin."""
    network = NodeNetwork("profile", {"us-east-1a": "subnet-1"}, ["sg-1"], {})
    items = json.loads(node_manifests(settings, network))["items"]
    found = {(each["kind"], each["metadata"]["name"]): each.get("spec") for each in items}
    for name, pool in settings.elastic_pools.items():
        accelerator = accelerator_of(pool.instance_types[0])
        spec = found.get(("NodePool", name))
        if spec is None:
            yield f"{name}: no autoscaler starts its nodes"
            continue
        template = spec["template"]["spec"]
        image = found["EC2NodeClass", template["nodeClassRef"]["name"]]["amiSelectorTerms"]
        taints = [each["key"] for each in template.get("taints", ())]
        if accelerator and taints != [DEVICE_NAMES[accelerator]]:
            yield f"{name}: pods without accelerator may take its nodes"
        plugin = {
            "nvidia": image == [{"alias": "bottlerocket@latest"}],
            "neuron": image == [{"alias": "al2023@latest"}]
            and set(pool.instance_types) <= plugin_types(found),
        }
        if accelerator and not plugin[accelerator]:
            yield f"{name}: no device plugin announces {accelerator} devices"


def plugin_types(found: Mapping[tuple[str, str], Any]) -> set[str]:
    """Return the instance types that the Neuron device plugin runs on."""
    spec = found.get(("DaemonSet", "neuron-device-plugin"))
    return (
        set(re.findall(r'"([a-z0-9-]+\.[a-z0-9]+)"', json.dumps(spec["template"])))
        if spec
        else set()
    )
