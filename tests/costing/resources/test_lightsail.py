from costing.resources import lightsail
from tests.costing.resources.case import Case

CASES = [
    Case("a bundle", lightsail.Instance, {"bundleId": "xlarge_3_0"}, {"BundleUsage:16GB": 730}),
    Case(
        "a Windows bundle",
        lightsail.Instance,
        {"bundleId": "nano_win_3_0"},
        {"BundleUsage:0.5GB_win": 730},
    ),
    Case(
        "a bundle without an IPv4 address",
        lightsail.Instance,
        {"bundleId": "micro_ipv6_3_0"},
        {"BundleUsage:1GB_ipv6": 730},
    ),
    Case(
        "a database with a standby",
        lightsail.Database,
        {"bundleId": "small_ha_2_0"},
        {"DatabaseUsage:2GB_ha": 730},
    ),
    Case(
        "nodes of a container service",
        lightsail.ContainerService,
        {"power": "nano", "scale": 3},
        {"ContainerSvc:Nano": 2190},
    ),
    Case(
        "a container service that is switched off",
        lightsail.ContainerService,
        {"power": "nano", "scale": 3, "isDisabled": True},
        {},
    ),
    Case(
        "data transfer out over the allowance",
        lightsail.Instance,
        {"bundleId": "nano_3_0"},
        {"BundleUsage:0.5GB": 730, "DataTransfer-Out-Bytes": 200},
        usage={"monthly_overage_gb": 200},
    ),
    Case("a disk", lightsail.Disk, {"sizeInGb": 32}, {"DiskUsage": 32}),
    Case("a load balancer", lightsail.LoadBalancer, {}, {"LoadBalancerUsage": 730}),
]
