"""The actions that IAM checks beside the one that is called: "Dependent actions" in the Service Authorization Reference.

They are written to the file of called actions, so that the documented least privileges have them. AWS checks some of them
since August 2024: rds:CreateDBSnapshot for the snapshot that a deletion or a stop takes, and rds:AddTagsToResource where
tags are copied to it, as all databases of db-ops ask for.
"""


def dependent_actions(call):
    parameters = call.parameters
    actions = []
    if call.service == "rds":
        actions += of_snapshots(call.operation, parameters) + of_keys(call, parameters)
        if call.operation.startswith(("Create", "Copy", "Restore")) and any(name.startswith("Tags.") for name in parameters):
            actions.append("rds:AddTagsToResource")
        if call.operation in ("CreateDBProxy", "AddRoleToDBInstance", "AddRoleToDBCluster"):
            actions.append("iam:PassRole")
    if call.operation == "CreateRole" and any(name.startswith("Tags.") for name in parameters):
        actions.append("iam:TagRole")
    if call.operation.startswith("AuthorizeSecurityGroup") and any(name.startswith("TagSpec") for name in parameters):
        actions.append("ec2:CreateTags")
    return actions


def of_snapshots(operation, parameters):
    tags = "rds:AddTagsToResource"
    if operation == "DeleteDBInstance" and "FinalDBSnapshotIdentifier" in parameters:
        return ["rds:CreateDBSnapshot", tags]
    if operation == "StopDBInstance" and "DBSnapshotIdentifier" in parameters:
        return ["rds:CreateDBSnapshot", tags]
    if operation == "DeleteDBCluster" and "FinalDBSnapshotIdentifier" in parameters:
        return ["rds:CreateDBClusterSnapshot", tags]
    if operation in ("CreateDBSnapshot", "CreateDBClusterSnapshot"):
        return [tags]
    if operation in ("CopyDBSnapshot", "CopyDBClusterSnapshot") and parameters.get("CopyTags") == "true":
        return [tags]
    return []


def of_keys(call, parameters):
    """A secret is made, and tagged, in the user's name; a key of the account is granted to RDS."""
    if parameters.get("ManageMasterUserPassword") == "true":
        return ["secretsmanager:CreateSecret", "secretsmanager:TagResource", "kms:DescribeKey"]
    if call.operation.startswith("Copy"):
        actions = ["rds:CrossRegionCommunication"] if "PreSignedUrl" in parameters else []
        if parameters.get("KmsKeyId", "alias/aws/rds") != "alias/aws/rds":
            actions += ["kms:DescribeKey", "kms:CreateGrant"]
        return actions
    return []
