"""SSM parameters of Amazon Machine Images, with the drivers of accelerators."""

from infra.aws.instance_type import accelerator_of, architecture_of

PLAIN = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{architecture}"
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/retrieve-ecs-optimized_AMI.html
ECS = "/aws/service/ecs/optimized-ami/amazon-linux-2023/{variant}recommended/image_id"
VARIANTS = {"nvidia": "gpu/", "neuron": "neuron/"}


def ecs_image(instance_type: str) -> str:
    """Return the parameter of the ECS-optimized AMI, with driver and container runtime."""
    accelerator = accelerator_of(instance_type)
    if accelerator:
        return ECS.replace("{variant}", VARIANTS[accelerator])
    plain = "arm64/" if architecture_of(instance_type) == "arm64" else ""
    return ECS.replace("{variant}", plain)


def instance_image(instance_type: str) -> str:
    """Return the parameter of the AMI of instances that run containers by themselves."""
    if accelerator_of(instance_type):
        return ecs_image(instance_type)
    return PLAIN.replace("{architecture}", architecture_of(instance_type))


def neuron_devices(count: int) -> list[dict[str, object]]:
    """Return the device mappings of AWS Neuron devices into a container."""
    paths = [f"/dev/neuron{index}" for index in range(count)]
    return [
        {"hostPath": path, "containerPath": path, "permissions": ["READ", "WRITE"]}
        for path in paths
    ]
