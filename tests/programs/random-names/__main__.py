"""Names and a password of the random provider."""

import pulumi
import pulumi_aws as aws
import pulumi_random as random

pet = random.RandomPet("name", length=2)
suffix = random.RandomId("suffix", byte_length=4)
password = random.RandomPassword("database", length=24, special=False)
aws.s3.Bucket("assets", bucket=pulumi.Output.concat("assets-", pet.id, "-", suffix.hex))
warehouse = aws.redshift.Cluster(
    "warehouse",
    cluster_identifier=pet.id,
    node_type="ra3.large",
    cluster_type="multi-node",
    number_of_nodes=2,
    master_username="admin",
    master_password=password.result,
    skip_final_snapshot=True,
)
pulumi.export("endpoint", warehouse.endpoint)
