"""Logs, metrics, alarms, events, notifications, parameters, patching and budgets."""

from collections.abc import Mapping
from typing import Any

from tests.engine.api.kind import Inputs, Kind, Then


def wrapped(name: str) -> Any:
    """Return a function that puts all inputs but the tags into a list of one structure."""

    def change(inputs: Inputs) -> Inputs:
        tags = {"tags": inputs.pop("tags")} if "tags" in inputs else {}
        return {name: [inputs], **tags}

    return change


def dimensions(inputs: Inputs) -> Inputs:
    """Return an alarm's inputs with dimensions as a list, of its queries too."""
    found = listed(inputs)
    if "metricQueries" in found:
        found["metricQueries"] = [
            {**each, "metric": listed(each["metric"])} if "metric" in each else each
            for each in found["metricQueries"]
        ]
    return found


def listed(inputs: Inputs) -> Inputs:
    given = inputs.get("dimensions", {})
    pairs = [{"name": key, "value": each} for key, each in given.items()]
    return {**inputs, "dimensions": pairs}


def target(inputs: Inputs) -> Inputs:
    found = {key: each for key, each in inputs.items() if key not in ("rule", "eventBusName")}
    return {"rule": inputs["rule"], "targets": [{"id": inputs["targetId"], **renamed(found)}]}


def renamed(inputs: Inputs) -> Inputs:
    return {key: each for key, each in inputs.items() if key != "targetId"}


def budget(inputs: Inputs) -> Inputs:
    """Return a budget as the API has it, with its notifications and their subscribers."""
    filters = {each["name"]: each["values"] for each in inputs.get("costFilters", [])}
    notifications = [
        {
            "notification": {
                key: each[key]
                for key in ("comparisonOperator", "notificationType", "threshold", "thresholdType")
            },
            "subscribers": [
                *({"subscriptionType": "EMAIL", "address": to}
                  for to in each.get("subscriberEmailAddresses", [])),
                *({"subscriptionType": "SNS", "address": to}
                  for to in each.get("subscriberSnsTopicArns", [])),
            ],
        }
        for each in inputs.get("notifications", [])
    ]  # fmt: skip
    limit = {"amount": inputs["limitAmount"], "unit": inputs["limitUnit"]}
    own = {
        "budgetName": inputs["name"],
        "budgetType": inputs["budgetType"],
        "timeUnit": inputs["timeUnit"],
        "budgetLimit": limit,
        "costFilters": filters,
    }
    return {"budget": own, "notificationsWithSubscribers": notifications}


def value(inputs: Inputs) -> Inputs:
    given = inputs.pop("insecureValue", None)
    return {**inputs, **({"value": given} if given is not None else {})}


OPERATIONS: Mapping[str, Kind] = {
    "aws:cloudwatch/logGroup:LogGroup": Kind(
        "logs",
        "CreateLogGroup",
        "logGroupName",
        names={"name": "logGroupName", "retentionInDays": "", "skipDestroy": ""},
        auto="name",
        outputs={"arn": "arn:aws:logs:{region}:{account}:log-group:{logGroupName}"},
        then=(Then("PutRetentionPolicy", ("retentionInDays",)),),
        read="DescribeLogGroups logGroupNamePrefix",
        delete=("DeleteLogGroup",),
    ),
    "aws:cloudwatch/logStream:LogStream": Kind(
        "logs",
        "CreateLogStream",
        "logStreamName",
        names={"name": "logStreamName"},
        read="DescribeLogStreams logGroupName=logGroupName",
        delete=("DeleteLogStream",),
    ),
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": Kind(
        "logs",
        "PutMetricFilter",
        "filterName",
        names={
            "name": "filterName",
            "pattern": "filterPattern",
            "metricTransformation": "metricTransformations",
            "metricTransformation.name": "metricName",
            "metricTransformation.namespace": "metricNamespace",
            "metricTransformation.value": "metricValue",
        },
        auto="name",
        read="DescribeMetricFilters logGroupName=logGroupName",
        delete=("DeleteMetricFilter",),
    ),
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": Kind(
        "logs",
        "PutResourcePolicy",
        "policyName",
        read="DescribeResourcePolicies",
        delete=("DeleteResourcePolicy policyName",),
    ),
    "aws:cloudwatch/metricAlarm:MetricAlarm": Kind(
        "cloudwatch",
        "PutMetricAlarm",
        "AlarmName",
        names={"name": "AlarmName", "metricQueries": "Metrics", "metricQueries.metric":
               "MetricStat", "metricQueries.metric.namespace": "Metric.Namespace",
               "metricQueries.metric.metricName": "Metric.MetricName",
               "metricQueries.metric.dimensions": "Metric.Dimensions"},
        auto="name",
        longest=255,
        prepare=dimensions,
        outputs={"arn": "arn:aws:cloudwatch:{region}:{account}:alarm:{AlarmName}"},
        read="DescribeAlarms AlarmNames",
        delete=("DeleteAlarms AlarmNames",),
    ),
    "aws:cloudwatch/dashboard:Dashboard": Kind(
        "cloudwatch",
        "PutDashboard",
        "DashboardName",
        read="GetDashboard",
        delete=("DeleteDashboards DashboardNames",),
    ),
    "aws:cloudwatch/eventRule:EventRule": Kind(
        "events",
        "PutRule",
        "Name",
        names={"forceDestroy": ""},
        auto="name",
        outputs={"arn": "RuleArn"},
        read="DescribeRule",
        delete=("DeleteRule",),
    ),
    "aws:cloudwatch/eventTarget:EventTarget": Kind(
        "events",
        "PutTargets",
        "Id",
        names={
            "targets.inputTransformer.inputPaths": "InputPathsMap",
        },
        auto="targetId",
        prepare=target,
        read="ListTargetsByRule",
        delete=("RemoveTargets Ids",),
    ),
    "aws:sns/topic:Topic": Kind(
        "sns",
        "CreateTopic",
        "TopicArn",
        names={"name": "Name"},
        under="Attributes",
        auto="name",
        longest=256,
        read="GetTopicAttributes",
        delete=("DeleteTopic",),
    ),
    "aws:sns/topicPolicy:TopicPolicy": Kind(
        "sns",
        "SetTopicAttributes",
        "TopicArn",
        names={"arn": "TopicArn", "policy": "AttributeValue"},
        fixed={"AttributeName": "Policy"},
        read="GetTopicAttributes",
    ),
    "aws:sns/topicSubscription:TopicSubscription": Kind(
        "sns",
        "Subscribe",
        "SubscriptionArn",
        names={"topic": "TopicArn"},
        read="GetSubscriptionAttributes",
        delete=("Unsubscribe",),
    ),
    "aws:sqs/queue:Queue": Kind(
        "sqs",
        "CreateQueue",
        "QueueUrl",
        names={"name": "QueueName", "visibilityTimeoutSeconds": "Attributes.VisibilityTimeout",
               "messageRetentionSeconds": "Attributes.MessageRetentionPeriod"},
        under="Attributes",
        auto="name",
        longest=80,
        outputs={"arn": "arn:aws:sqs:{region}:{account}:{QueueName}", "url": "QueueUrl"},
        read="GetQueueAttributes",
        delete=("DeleteQueue",),
    ),
    "aws:ssm/parameter:Parameter": Kind(
        "ssm",
        "PutParameter",
        "Name",
        prepare=value,
        outputs={"arn": "arn:aws:ssm:{region}:{account}:parameter{Name}"},
        read="GetParameter",
        delete=("DeleteParameter",),
    ),
    "aws:ssm/document:Document": Kind(
        "ssm",
        "CreateDocument",
        "Name",
        read="DescribeDocument",
        delete=("DeleteDocument",),
    ),
    "aws:ssm/maintenanceWindow:MaintenanceWindow": Kind(
        "ssm",
        "CreateMaintenanceWindow",
        "WindowId",
        fixed={"AllowUnassociatedTargets": False},
        auto="name",
        longest=128,
        read="GetMaintenanceWindow",
        delete=("DeleteMaintenanceWindow",),
    ),
    "aws:ssm/maintenanceWindowTarget:MaintenanceWindowTarget": Kind(
        "ssm",
        "RegisterTargetWithMaintenanceWindow",
        "WindowTargetId",
        read="DescribeMaintenanceWindowTargets WindowId=WindowId",
        delete=("DeregisterTargetFromMaintenanceWindow",),
    ),
    "aws:ssm/maintenanceWindowTask:MaintenanceWindowTask": Kind(
        "ssm",
        "RegisterTaskWithMaintenanceWindow",
        "WindowTaskId",
        names={"taskInvocationParameters.runCommandParameters": "RunCommand"},
        read="DescribeMaintenanceWindowTasks WindowId=WindowId",
        delete=("DeregisterTaskFromMaintenanceWindow",),
    ),
    "aws:ssm/patchBaseline:PatchBaseline": Kind(
        "ssm",
        "CreatePatchBaseline",
        "BaselineId",
        names={
            "tags": "",  # moto refuses tags of a new baseline
            "approvalRules": "ApprovalRules.PatchRules",
            "approvalRules.patchFilters": "PatchFilterGroup.PatchFilters",
        },
        auto="name",
        longest=128,
        read="DescribePatchBaselines",
        delete=("DeletePatchBaseline",),
    ),
    "aws:ssm/patchGroup:PatchGroup": Kind(
        "ssm",
        "RegisterPatchBaselineForPatchGroup",
        "{PatchGroup},{BaselineId}",
        delete=("DeregisterPatchBaselineForPatchGroup",),
    ),
    "aws:budgets/budget:Budget": Kind(
        "budgets",
        "CreateBudget",
        "{account}:{BudgetName}",
        fixed={"AccountId": "{account}"},
        auto="name",
        longest=100,
        prepare=budget,
        read="DescribeBudget",
        delete=("DeleteBudget",),
    ),
    "aws:costexplorer/costCategory:CostCategory": Kind(
        "ce",
        "CreateCostCategoryDefinition",
        "CostCategoryArn",
        read="DescribeCostCategoryDefinition",
        delete=("DeleteCostCategoryDefinition",),
    ),
    "aws:scheduler/schedule:Schedule": Kind(
        "scheduler",
        "CreateSchedule",
        "Name",
        auto="name",
        read="GetSchedule",
        delete=("DeleteSchedule",),
    ),
}  # fmt: skip
