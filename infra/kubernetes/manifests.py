"""Kubernetes objects of the node pools: node classes and pools of Karpenter, device plugin.

The stack exports them as one List, which kubectl applies: the API endpoint is private, so the
program itself cannot reach it. https://karpenter.sh/docs/concepts/nodepools/
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from infra.aws.instance_type import Accelerator, accelerator_of, vcpus_of
from infra.kubernetes.settings import KubernetesSettings, PoolSettings

Manifest = Mapping[str, Any]

# AMIs of EKS that Karpenter looks up in SSM parameters: of Bottlerocket the NVIDIA variant, with
# driver and device plugin; of Amazon Linux 2023 the Neuron variant, with driver.
# https://karpenter.sh/docs/concepts/nodeclasses/#specamiselectorterms
IMAGES: Mapping[Accelerator | None, str] = {
    None: "al2023@latest",
    "nvidia": "bottlerocket@latest",
    "neuron": "al2023@latest",
}
DEVICES: Mapping[Accelerator, str] = {
    "nvidia": "nvidia.com/gpu",
    "neuron": "aws.amazon.com/neuron",
}
# https://gallery.ecr.aws/neuron/neuron-device-plugin
NEURON_PLUGIN = "public.ecr.aws/neuron/neuron-device-plugin:2.24.23.0"
PLUGIN = "neuron-device-plugin"
EXPIRE_HOURS = 14 * 24  # older nodes are replaced, so that they have current AMIs
IDLE_MINUTES = 5  # after which Karpenter removes or replaces a node


@dataclass(frozen=True, slots=True)
class NodeNetwork:
    """Names and ids that node classes refer to."""

    profile: str
    subnets: Mapping[str, str]  # ids by zone
    groups: Sequence[str]  # ids
    tags: Mapping[str, str]


def node_manifests(settings: KubernetesSettings, network: NodeNetwork) -> str:
    """Return the objects of all pools that Karpenter manages, as a List in JSON."""
    pools = settings.elastic_pools
    kinds = {accelerator_of(each.instance_types[0]): None for each in pools.values()}
    items = [
        *(node_class(kind, settings.volume_gb, network) for kind in kinds),
        *(node_pool(name, pool, list(network.subnets)) for name, pool in pools.items()),
        *neuron_plugin([each for each in settings.node_types if accelerator_of(each) == "neuron"]),
    ]
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items}, indent=1)


def class_name(accelerator: Accelerator | None) -> str:
    return accelerator or "plain"


def node_class(accelerator: Accelerator | None, volume_gb: int, network: NodeNetwork) -> Manifest:
    device = "/dev/xvdb" if IMAGES[accelerator].startswith("bottlerocket") else "/dev/xvda"
    volume = {
        "volumeType": "gp3",
        "volumeSize": f"{volume_gb}Gi",
        "encrypted": True,
        "deleteOnTermination": True,
    }
    return {
        "apiVersion": "karpenter.k8s.aws/v1",
        "kind": "EC2NodeClass",
        "metadata": {"name": class_name(accelerator)},
        "spec": {
            "amiSelectorTerms": [{"alias": IMAGES[accelerator]}],
            "instanceProfile": network.profile,
            "subnetSelectorTerms": [{"id": each} for each in network.subnets.values()],
            "securityGroupSelectorTerms": [{"id": each} for each in network.groups],
            "metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 1},
            "blockDeviceMappings": [{"deviceName": device, "ebs": volume}],
            "detailedMonitoring": True,
            "tags": dict(network.tags),
        },
    }


def node_pool(name: str, pool: PoolSettings, zones: Sequence[str]) -> Manifest:
    accelerator = accelerator_of(pool.instance_types[0])
    most = max(map(vcpus_of, pool.instance_types)) * pool.max_per_zone * len(zones)
    spec: dict[str, Any] = {
        "nodeClassRef": {
            "group": "karpenter.k8s.aws",
            "kind": "EC2NodeClass",
            "name": class_name(accelerator),
        },
        "requirements": [
            require("node.kubernetes.io/instance-type", pool.instance_types),
            require("topology.kubernetes.io/zone", zones),
            require("karpenter.sh/capacity-type", ["spot"]),
        ],
        "expireAfter": f"{EXPIRE_HOURS}h",
    }
    if accelerator:
        taint = {"key": DEVICES[accelerator], "value": "present", "effect": "NoSchedule"}
        spec["taints"] = [taint]
    return {
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {"name": name},
        "spec": {
            "template": {"metadata": {"labels": {"pool": name}}, "spec": spec},
            "limits": {"cpu": most},
            "disruption": {
                # A pod on an accelerator loads its model for minutes: do not move it.
                "consolidationPolicy": "WhenEmpty" if accelerator else "WhenEmptyOrUnderutilized",
                "consolidateAfter": f"{IDLE_MINUTES}m",
            },
        },
    }


def require(key: str, values: Sequence[str]) -> Manifest:
    return {"key": key, "operator": "In", "values": list(values)}


def neuron_plugin(types: Sequence[str]) -> list[Manifest]:
    """Return the Neuron device plugin for instance types, without which pods get no device.

    https://awsdocs-neuron.readthedocs-hosted.com/en/latest/containers/tutorials/k8s-neuron-device-plugin.html
    """
    if not types:
        return []
    here = {"name": PLUGIN, "namespace": "kube-system"}
    rbac = "rbac.authorization.k8s.io"
    return [
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": here},
        {
            "apiVersion": f"{rbac}/v1",
            "kind": "ClusterRole",
            "metadata": {"name": PLUGIN},
            "rules": [
                rule("nodes", "get", "list", "watch"),
                rule("nodes/status", "patch", "update"),
                rule("pods", "get", "list", "patch", "update", "watch"),
                rule("events", "create", "patch"),
            ],
        },
        {
            "apiVersion": f"{rbac}/v1",
            "kind": "ClusterRoleBinding",
            "metadata": {"name": PLUGIN},
            "roleRef": {"apiGroup": rbac, "kind": "ClusterRole", "name": PLUGIN},
            "subjects": [{"kind": "ServiceAccount", **here}],
        },
        {
            "apiVersion": "apps/v1",
            "kind": "DaemonSet",
            "metadata": here,
            "spec": {
                "selector": {"matchLabels": {"name": PLUGIN}},
                "template": {"metadata": {"labels": {"name": PLUGIN}}, "spec": plugin_pod(types)},
            },
        },
    ]


def rule(resource: str, *verbs: str) -> Manifest:
    return {"apiGroups": [""], "resources": [resource], "verbs": list(verbs)}


def plugin_pod(types: Sequence[str]) -> Manifest:
    folders = {"device-plugin": "/var/lib/kubelet/device-plugins", "run": "/run"}
    node = {"name": "NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}
    return {
        "serviceAccountName": PLUGIN,
        "priorityClassName": "system-node-critical",
        "affinity": {
            "nodeAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": {
                    "nodeSelectorTerms": [
                        {"matchExpressions": [require("node.kubernetes.io/instance-type", types)]}
                    ]
                }
            }
        },
        "tolerations": [{"key": DEVICES["neuron"], "operator": "Exists", "effect": "NoSchedule"}],
        "containers": [
            {
                "name": PLUGIN,
                "image": NEURON_PLUGIN,
                "env": [{"name": "KUBECONFIG", "value": "/etc/kubernetes/kubelet.conf"}, node],
                "securityContext": {
                    "allowPrivilegeEscalation": False,
                    "capabilities": {"drop": ["ALL"]},
                },
                "volumeMounts": [
                    {"name": name, "mountPath": path} for name, path in folders.items()
                ],
            }
        ],
        "volumes": [{"name": name, "hostPath": {"path": path}} for name, path in folders.items()],
    }
