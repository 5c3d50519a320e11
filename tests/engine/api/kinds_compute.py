"""Functions, workflows, batch jobs, models and data processing."""

from collections.abc import Mapping

from tests.engine.api.kind import Inputs, Kind, Then


def code(inputs: Inputs) -> Inputs:
    image = inputs.pop("imageUri", None)
    return {**inputs, **({"code": {"imageUri": image}} if image else {})}


def targets(inputs: Inputs) -> Inputs:
    return {**inputs, "targets": {"s3Targets": inputs.pop("s3Targets", [])}}


COMPUTE: Mapping[str, Kind] = {
    "aws:lambda/function:Function": Kind(
        "lambda",
        "CreateFunction",
        "FunctionName",
        names={
            "name": "FunctionName",
            "kmsKeyArn": "KMSKeyArn",
            "reservedConcurrentExecutions": "",
        },
        auto="name",
        prepare=code,
        outputs={
            "arn": "FunctionArn",
            "name": "FunctionName",
            "invokeArn": "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/"
            "{FunctionArn}/invocations",
        },
        then=(Then("PutFunctionConcurrency", ("reservedConcurrentExecutions",)),),
        read="GetFunction",
        delete=("DeleteFunction FunctionName=FunctionName",),
    ),
    "aws:lambda/alias:Alias": Kind(
        "lambda",
        "CreateAlias",
        "AliasArn",
        outputs={"arn": "AliasArn", "invokeArn": "arn:aws:apigateway:{region}:lambda:path/"
                 "2015-03-31/functions/{AliasArn}/invocations"},
        read="GetAlias",
        delete=("DeleteAlias",),
    ),
    "aws:lambda/permission:Permission": Kind(
        "lambda",
        "AddPermission",
        "StatementId",
        names={"function": "FunctionName"},
        auto="statementId",
        longest=100,
        read="GetPolicy Qualifier=Qualifier",
        delete=("RemovePermission Qualifier=Qualifier",),
    ),
    "aws:apigatewayv2/api:Api": Kind(
        "apigatewayv2",
        "CreateApi",
        "ApiId",
        outputs={"arn": "arn:aws:apigateway:{region}::/apis/{ApiId}",
                 "executionArn": "arn:aws:execute-api:{region}:{account}:{ApiId}"},
        read="GetApi",
        delete=("DeleteApi",),
    ),
    "aws:apigatewayv2/integration:Integration": Kind(
        "apigatewayv2",
        "CreateIntegration",
        "IntegrationId",
        read="GetIntegration",
        delete=("DeleteIntegration",),
    ),
    "aws:apigatewayv2/route:Route": Kind(
        "apigatewayv2",
        "CreateRoute",
        "RouteId",
        read="GetRoute",
        delete=("DeleteRoute",),
    ),
    "aws:apigatewayv2/stage:Stage": Kind(
        "apigatewayv2",
        "CreateStage",
        "StageName",
        names={"name": "StageName"},
        outputs={"arn": "arn:aws:apigateway:{region}::/apis/{ApiId}/stages/{StageName}"},
        read="GetStage",
        delete=("DeleteStage",),
    ),
    "aws:sfn/stateMachine:StateMachine": Kind(
        "stepfunctions",
        "CreateStateMachine",
        "stateMachineArn",
        names={"loggingConfiguration.logDestination": ""},
        prepare=lambda inputs: {**inputs, "loggingConfiguration": logged(inputs)},
        read="DescribeStateMachine",
        delete=("DeleteStateMachine",),
    ),
    "aws:batch/computeEnvironment:ComputeEnvironment": Kind(
        "batch",
        "CreateComputeEnvironment",
        "computeEnvironmentName",
        names={"name": "computeEnvironmentName", "updatePolicy": "",
               "ec2Configurations": "ec2Configuration"},
        auto="name",
        longest=128,
        # Optional in AWS, where it is a service-linked role; moto requires a role.
        fixed={"serviceRole": "arn:aws:iam::{account}:role/batch"},
        prepare=lambda inputs: {"state": "ENABLED", **inputs},
        outputs={"arn": "computeEnvironmentArn"},
        read="DescribeComputeEnvironments computeEnvironments",
        delete=('UpdateComputeEnvironment computeEnvironment state=!"DISABLED"',
                "DeleteComputeEnvironment computeEnvironment"),
    ),
    "aws:batch/jobQueue:JobQueue": Kind(
        "batch",
        "CreateJobQueue",
        "jobQueueArn",
        names={"name": "jobQueueName", "computeEnvironmentOrders": "computeEnvironmentOrder"},
        read="DescribeJobQueues jobQueues",
        delete=('UpdateJobQueue jobQueue state=!"DISABLED"', "DeleteJobQueue jobQueue"),
    ),
    "aws:batch/jobDefinition:JobDefinition": Kind(
        "batch",
        "RegisterJobDefinition",
        "jobDefinitionArn",
        names={"name": "jobDefinitionName", "retryStrategy.evaluateOnExits": "evaluateOnExit"},
        auto="name",
        read="DescribeJobDefinitions jobDefinitions",
        delete=("DeregisterJobDefinition jobDefinition",),
    ),
    "aws:sagemaker/model:Model": Kind(
        "sagemaker",
        "CreateModel",
        "ModelName",
        names={"name": "ModelName"},
        auto="name",
        read="DescribeModel",
        delete=("DeleteModel",),
    ),
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": Kind(
        "sagemaker",
        "CreateEndpointConfig",
        "EndpointConfigName",
        names={
            "name": "EndpointConfigName",
            "kmsKeyArn": "KmsKeyId",
            "serverlessConfig": "ServerlessConfig",
        },
        auto="name",
        read="DescribeEndpointConfig",
        delete=("DeleteEndpointConfig",),
    ),
    "aws:sagemaker/endpoint:Endpoint": Kind(
        "sagemaker",
        "CreateEndpoint",
        "EndpointName",
        names={"name": "EndpointName"},
        auto="name",
        read="DescribeEndpoint",
        delete=("DeleteEndpoint",),
    ),
    "aws:sagemaker/modelPackageGroup:ModelPackageGroup": Kind(
        "sagemaker",
        "CreateModelPackageGroup",
        "ModelPackageGroupName",
        read="DescribeModelPackageGroup",  # moto has no request that deletes it
    ),
    "aws:sagemaker/pipeline:Pipeline": Kind(
        "sagemaker",
        "CreatePipeline",
        "PipelineName",
        read="DescribePipeline",
        delete=("DeletePipeline",),
    ),
    "aws:glue/catalogDatabase:CatalogDatabase": Kind(
        "glue",
        "CreateDatabase",
        "{Name}",
        names={"name": "DatabaseInput.Name", "tags": "Tags"},
        under="DatabaseInput",
        read="GetDatabase",
        delete=("DeleteDatabase",),
    ),
    "aws:glue/crawler:Crawler": Kind(
        "glue",
        "CreateCrawler",
        "Name",
        names={"securityConfiguration": "CrawlerSecurityConfiguration", "s3Targets": ""},
        prepare=targets,
        outputs={"arn": "arn:aws:glue:{region}:{account}:crawler/{Name}"},
        read="GetCrawler",
        delete=("DeleteCrawler",),
    ),
    "aws:glue/securityConfiguration:SecurityConfiguration": Kind(
        "glue",
        "CreateSecurityConfiguration",
        "Name",
        names={"*.cloudwatchEncryption": "CloudWatchEncryption"},
        auto="name",
        read="GetSecurityConfiguration",
        delete=("DeleteSecurityConfiguration",),
    ),
    "aws:emrserverless/application:Application": Kind(
        "emr-serverless",
        "CreateApplication",
        "applicationId",
        names={
            "monitoringConfiguration.cloudwatchLoggingConfiguration":
                "cloudWatchLoggingConfiguration",
        },
        prepare=lambda inputs: {**inputs, "type": inputs["type"].upper()},  # for moto
        outputs={"arn": "arn"},
        read="GetApplication",
        delete=("StopApplication", "DeleteApplication"),
    ),
    "aws:synthetics/canary:Canary": Kind(
        "synthetics",
        "CreateCanary",
        "Name",
        names={
            "s3Bucket": "Code.S3Bucket",
            "s3Key": "Code.S3Key",
            "s3Version": "Code.S3Version",
            "handler": "Code.Handler",
            "failureRetentionPeriod": "FailureRetentionPeriodInDays",
            "successRetentionPeriod": "SuccessRetentionPeriodInDays",
            "startCanary": "",
            "deleteLambda": "",
        },
        auto="name",
        longest=255,
        read="GetCanary",
    ),
    "aws:appautoscaling/target:Target": Kind(
        "application-autoscaling",
        "RegisterScalableTarget",
        "ResourceId",
        read="DescribeScalableTargets ResourceIds",
        delete=("DeregisterScalableTarget",),
    ),
    "aws:appautoscaling/policy:Policy": Kind(
        "application-autoscaling",
        "PutScalingPolicy",
        "PolicyName",
        names={"name": "PolicyName"},
        auto="name",
        longest=256,
        read="DescribeScalingPolicies ResourceId=ResourceId",
        delete=("DeleteScalingPolicy",),
    ),
}  # fmt: skip


def logged(inputs: Inputs) -> Inputs:
    given = dict(inputs.get("loggingConfiguration", {}))
    group = given.pop("logDestination", None)
    destinations = [{"cloudWatchLogsLogGroup": {"logGroupArn": group}}] if group else []
    return {**given, "destinations": destinations}
