"""Launch template of serving instances: AMI, user data and IAM permissions."""

import base64
import shlex
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import ec2, iam, ssm

from infra.aws.image import image_uri, pull_image
from infra.aws.instance_type import Accelerator, accelerator_of
from infra.aws.policy_document import (
    Statement,
    allow,
    assumed_by,
    document,
    read_parameters,
    read_secrets,
)
from infra.aws.session import record_sessions
from infra.context import Context
from infra.serving.settings import ServingSettings


@dataclass(frozen=True, slots=True)
class InstanceArgs:
    context: Context
    settings: ServingSettings
    security_groups: Sequence[pulumi.Input[str]]
    permissions: Sequence[Statement]  # of the data stores
    tags: Mapping[str, str]
    instance_tags: Mapping[str, str]


def startup_script(context: Context, settings: ServingSettings) -> str:
    """Return the user data: start the container with endpoints as environment variables.

    The stack's SSM parameters become variables: database/endpoint is DATABASE_ENDPOINT. A
    self-signed certificate for HTTPS from the load balancer is in TLS_CERTIFICATE and TLS_KEY.
    """
    return textwrap.dedent(f"""\
        #!/bin/bash
        set -euo pipefail
        image={image_uri(context, settings.container_image)}
        export AWS_DEFAULT_REGION={context.region}
        systemctl disable --now ecs 2> /dev/null || true
        command -v docker > /dev/null || dnf install --assumeyes docker
        command -v aws > /dev/null || dnf install --assumeyes awscli-2
        dnf upgrade --assumeyes --security --releasever latest
        systemctl enable --now docker
        install --directory --mode 755 /etc/serving-tls
        openssl req -x509 -newkey rsa:2048 -nodes -days 825 -subj "/CN=$(hostname)" \\
            -keyout /etc/serving-tls/key.pem -out /etc/serving-tls/certificate.pem
        chmod 644 /etc/serving-tls/key.pem
        {{
            echo TLS_CERTIFICATE=/etc/serving-tls/certificate.pem
            echo TLS_KEY=/etc/serving-tls/key.pem
            echo MODELS_BUCKET={context.bucket("models")}
            echo FEATURES_BUCKET={context.bucket("features")}{variables(settings)}
            aws ssm get-parameters-by-path --recursive --path {context.path()} \\
                --query 'Parameters[].[Name,Value]' --output text |
                while IFS=$'\\t' read -r name value; do
                    key=${{name#{context.path()}/}}
                    key=${{key//[^a-zA-Z0-9]/_}}
                    echo "${{key^^}}=$value"
                done
        }} > /etc/serving.env
        if [[ $image == *.dkr.ecr.* ]]; then
            aws ecr get-login-password |
                docker login --username AWS --password-stdin "${{image%%/*}}"
        fi
        devices=$({DEVICES[accelerator_of(settings.instance_types[0])]})
        docker run --detach --restart always --network host --env-file /etc/serving.env $devices \\
            --volume /etc/serving-tls:/etc/serving-tls:ro \\
            --log-driver awslogs --log-opt awslogs-group={context.path("serving")} "$image"
        """)


# Shell commands that print the options with which a container reaches the accelerators.
DEVICES: Mapping[Accelerator | None, str] = {
    "nvidia": "nvidia-smi > /dev/null && echo --gpus=all",
    "neuron": "printf -- '--device=%s ' /dev/neuron*",
    None: "true",
}


def variables(settings: ServingSettings) -> str:
    """Return script lines that write the additional environment variables and secrets."""
    plain = [f"echo {shlex.quote(f'{key}={value}')}" for key, value in settings.environment.items()]
    read = "aws secretsmanager get-secret-value --query SecretString --output text --secret-id"
    secret = [f'echo "{key}=$({read} {arn})"' for key, arn in settings.secrets.items()]
    return "".join(f"\n{' ' * 12}{line}" for line in [*plain, *secret])


def permissions(context: Context, settings: ServingSettings) -> list[Statement]:
    """Return the permissions of every serving instance, without those of the data stores."""
    models, features = context.bucket_arn("models"), context.bucket_arn("features")
    group = context.path("serving")
    return [
        allow(["s3:ListBucket"], [models, features]),
        allow(["s3:GetObject"], [f"{models}/*", f"{features}/*"]),
        {
            **allow(["kms:Decrypt"], [context.arn("kms", "key/*")]),
            "Condition": {
                "ForAnyValue:StringEquals": {"kms:ResourceAliases": context.key_alias("data")}
            },
        },
        read_parameters(context),
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            [context.arn("logs", f"log-group:{group}:*")],
        ),
        *pull_image(context, settings.container_image),
        *read_secrets(list(settings.secrets.values())),
        *record_sessions(context),
    ]


def serving_launch_template(
    name: str, args: InstanceArgs, child: pulumi.ResourceOptions
) -> ec2.LaunchTemplate:
    settings = args.settings
    # Resolved here, because an instance refresh can only roll back to a template with an explicit
    # AMI id. The next deployment takes a newer AMI.
    image = ssm.get_parameter_output(
        name=settings.image, opts=pulumi.InvokeOutputOptions(parent=child.parent)
    ).insecure_value
    return ec2.LaunchTemplate(
        name,
        description="Serving instances",
        image_id=image,
        instance_type=settings.instance_types[0] if settings.warm_pool else None,
        iam_instance_profile={"arn": instance_profile(name, args, child)},
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        },
        monitoring={"enabled": settings.detailed_monitoring},
        network_interfaces=[
            {
                "associate_public_ip_address": "false",
                "security_groups": args.security_groups,
            }
        ],
        block_device_mappings=[{"device_name": "/dev/xvda", "ebs": volume(settings)}],
        user_data=base64.b64encode(startup_script(args.context, settings).encode()).decode(),
        tag_specifications=[
            {"resource_type": kind, "tags": args.instance_tags}
            for kind in ("instance", "network-interface", "volume")
        ],
        update_default_version=True,
        tags=args.tags,
        opts=child,
    )


def volume(settings: ServingSettings) -> ec2.LaunchTemplateBlockDeviceMappingEbsArgsDict:
    """Return a root volume encrypted with the AWS managed key.

    A customer managed key would require a grant to Auto Scaling's service-linked role.
    """
    return {
        "volume_type": "gp3",
        "volume_size": settings.root_volume_gb,
        "encrypted": "true",
        "delete_on_termination": "true",
    }


def instance_profile(
    name: str, args: InstanceArgs, child: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    role = iam.Role(
        name,
        description="Serving instances",
        assume_role_policy=assumed_by("ec2"),
        tags=args.tags,
        opts=child,
    )
    iam.RolePolicy(
        name,
        role=role.id,
        policy=document(*permissions(args.context, args.settings), *args.permissions),
        opts=child,
    )
    # Session Manager instead of SSH: no key pair, no open port, sessions are logged.
    iam.RolePolicyAttachment(
        f"{name}-sessions",
        role=role.name,
        policy_arn=args.context.managed_policy("AmazonSSMManagedInstanceCore"),
        opts=child,
    )
    return iam.InstanceProfile(name, role=role.name, tags=args.tags, opts=child).arn
