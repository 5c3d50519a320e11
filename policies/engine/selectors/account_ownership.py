"""Evidence that a stack manages its AWS account."""

from policies.engine.stack import Stack

# Types of which an account has one: a stack that manages one of them manages the account.
OF_ACCOUNT = (
    "aws:budgets/budget:Budget",
    "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
    "aws:costexplorer/anomalySubscription:AnomalySubscription",
    "aws:accessanalyzer/analyzer:Analyzer",
    "aws:account/alternativeContact:AlternativeContact",
    "aws:cfg/recorder:Recorder",
    "aws:cloudtrail/trail:Trail",
    "aws:ebs/encryptionByDefault:EncryptionByDefault",
    "aws:guardduty/detector:Detector",
    "aws:iam/accountAlias:AccountAlias",
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
    "aws:macie2/account:Account",
    "aws:organizations/account:Account",
    "aws:organizations/organization:Organization",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    "aws:securityhub/account:Account",
)
OWNS_ACCOUNT = {
    "owns_account": "true if the stack manages its AWS account without resources that show it"
}


def manages_account(stack: Stack) -> bool:
    return bool(stack.of_type(*OF_ACCOUNT))
