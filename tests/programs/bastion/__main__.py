"""Bastion host with a generated key pair and commands that run on it."""

from pathlib import Path

import pulumi
import pulumi_aws as aws
import pulumi_command as command
import pulumi_tls as tls

key = tls.PrivateKey("bastion", algorithm="ED25519")
pair = aws.ec2.KeyPair("bastion", public_key=key.public_key_openssh)
image = aws.ec2.get_ami(most_recent=True, owners=["amazon"], name_regex="^al2023-ami-2023.*arm64$")
bastion = aws.ec2.Instance(
    "bastion",
    ami=image.id,
    instance_type="t4g.nano",
    key_name=pair.key_name,
    metadata_options={"http_tokens": "required"},
)
address = aws.ec2.Eip("bastion", instance=bastion.id, domain="vpc")
connection = command.remote.ConnectionArgs(
    host=address.public_ip, user="ec2-user", private_key=key.private_key_openssh
)
copied = command.remote.CopyToRemote(
    "setup",
    connection=connection,
    source=pulumi.FileAsset("setup.sh"),
    remote_path="setup.sh",
    triggers=[Path("setup.sh").read_text()],
)
command.remote.Command(
    "setup",
    connection=connection,
    create="sh setup.sh",
    opts=pulumi.ResourceOptions(depends_on=[copied]),
)
command.local.Command("known", create=address.public_ip.apply(lambda ip: f"ssh-keyscan {ip}"))
pulumi.export("key", key.private_key_openssh)
