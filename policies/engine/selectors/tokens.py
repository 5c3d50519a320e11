"""Type tokens used by several rules; former tokens become these when a graph is read."""

INSTANCE = "aws:ec2/instance:Instance"
LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
LAUNCH_CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration"
VOLUME = "aws:ebs/volume:Volume"
ENCRYPTION_BY_DEFAULT = "aws:ebs/encryptionByDefault:EncryptionByDefault"
GROUP = "aws:autoscaling/group:Group"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
EKS_CLUSTER = "aws:eks/cluster:Cluster"
SERVICE = "aws:ecs/service:Service"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
ECS_CLUSTER = "aws:ecs/cluster:Cluster"

VPC = "aws:ec2/vpc:Vpc"
DEFAULT_VPC = "aws:ec2/defaultVpc:DefaultVpc"
SUBNET = "aws:ec2/subnet:Subnet"
DEFAULT_SUBNET = "aws:ec2/defaultSubnet:DefaultSubnet"
NAT_GATEWAY = "aws:ec2/natGateway:NatGateway"
VPC_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
REPOSITORY = "aws:ecr/repository:Repository"

DATABASE = "aws:rds/instance:Instance"
DATABASE_CLUSTER = "aws:rds/cluster:Cluster"
CLUSTER_INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
FILE_SYSTEM = "aws:efs/fileSystem:FileSystem"
TABLE = "aws:dynamodb/table:Table"
DOMAIN = "aws:opensearch/domain:Domain"
DOMAINS = (DOMAIN, "aws:elasticsearch/domain:Domain")
KAFKA_CLUSTER = "aws:msk/cluster:Cluster"
WAREHOUSE = "aws:redshift/cluster:Cluster"
STREAM = "aws:kinesis/stream:Stream"
DELIVERY_STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
QUEUE = "aws:sqs/queue:Queue"
TOPIC = "aws:sns/topic:Topic"
SECRET = "aws:secretsmanager/secret:Secret"  # noqa: S105 (a type)
FUNCTION = "aws:lambda/function:Function"
TRAIL = "aws:cloudtrail/trail:Trail"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
ROLE = "aws:iam/role:Role"
BROKER = "aws:mq/broker:Broker"
DOCUMENT_PARAMETERS = "aws:docdb/clusterParameterGroup:ClusterParameterGroup"
NOTEBOOK = "aws:sagemaker/notebookInstance:NotebookInstance"
KEY = "aws:kms/key:Key"
METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE_ALARM = "aws:cloudwatch/compositeAlarm:CompositeAlarm"

ASG_ATTACHMENT = "aws:autoscaling/attachment:Attachment"
BACKUP_VAULT = "aws:backup/vault:Vault"
DMS_REPLICATION_INSTANCE = "aws:dms/replicationInstance:ReplicationInstance"
DOCDB_CLUSTER = "aws:docdb/cluster:Cluster"
DEFAULT_ROUTE_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable"
ROUTE = "aws:ec2/route:Route"
ROUTE_TABLE = "aws:ec2/routeTable:RouteTable"
ELASTICACHE_CLUSTER = "aws:elasticache/cluster:Cluster"
FSX_LUSTRE_FILE_SYSTEM = "aws:fsx/lustreFileSystem:LustreFileSystem"
FSX_ONTAP_FILE_SYSTEM = "aws:fsx/ontapFileSystem:OntapFileSystem"
FSX_OPENZFS_FILE_SYSTEM = "aws:fsx/openZfsFileSystem:OpenZfsFileSystem"
FSX_WINDOWS_FILE_SYSTEM = "aws:fsx/windowsFileSystem:WindowsFileSystem"
IAM_ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
IAM_USER_POLICY = "aws:iam/userPolicy:UserPolicy"
KMS_KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy"
LAMBDA_PERMISSION = "aws:lambda/permission:Permission"
MEMORYDB_CLUSTER = "aws:memorydb/cluster:Cluster"
NEPTUNE_CLUSTER = "aws:neptune/cluster:Cluster"
NEPTUNE_CLUSTER_INSTANCE = "aws:neptune/clusterInstance:ClusterInstance"
NETWORKFIREWALL_FIREWALL = "aws:networkfirewall/firewall:Firewall"
RDS_PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup"
RDS_SNAPSHOT_COPY = "aws:rds/snapshotCopy:SnapshotCopy"
S3_ACCESS_POINT = "aws:s3/accessPoint:AccessPoint"
S3_BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"
SAGEMAKER_DATA_QUALITY_JOB_DEFINITION = (
    "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition"
)
SAGEMAKER_ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
SAGEMAKER_ENDPOINT_CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
SAGEMAKER_TRAINING_JOB = "aws:sagemaker/trainingJob:TrainingJob"
SSM_PARAMETER = "aws:ssm/parameter:Parameter"
WAFREGIONAL_WEB_ACL_ASSOCIATION = "aws:wafregional/webAclAssociation:WebAclAssociation"
WAFV2_WEB_ACL_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"

BUCKET = "aws:s3/bucket:Bucket"
BUCKET_VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"
BUCKET_LOGGING = "aws:s3/bucketLogging:BucketLogging"
BUCKET_ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
BUCKET_ACL = "aws:s3/bucketAcl:BucketAcl"
BUCKET_LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
CLASSIC_LOAD_BALANCER = "aws:elb/loadBalancer:LoadBalancer"
ROUTE_TABLES = (ROUTE_TABLE, DEFAULT_ROUTE_TABLE)
WEB_ACL_ASSOCIATIONS = (WAFV2_WEB_ACL_ASSOCIATION, WAFREGIONAL_WEB_ACL_ASSOCIATION)
SUBNETS = (SUBNET, DEFAULT_SUBNET)
VPCS = (VPC, DEFAULT_VPC)

SCRATCH = ("SCRATCH_1", "SCRATCH_2")  # deployment types of FSx for Lustre

SECURITY_GROUPS = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
)

REFERENCE_TYPES = {kind: group for group in (SECURITY_GROUPS, SUBNETS, VPCS) for kind in group}


def reference_types(kind: str) -> tuple[str, ...]:
    """Return the types that a reference to this type may have: also the default VPC resources."""
    return REFERENCE_TYPES.get(kind, (kind,))
