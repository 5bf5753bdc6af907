"""What RDS refuses and moto does, when databases are changed, stopped and restored.

Each rule is asked before any answer. It raises the error that the RDS API reference or the user guide names; its
refusal has a test in StrictEmulatorTest.
"""

import re

from aws_emulator import ACCOUNT, Failure, ghost, rule, state
from moto.backends import get_backend

IDENTIFIER = re.compile(r"[a-zA-Z](?:-?[a-zA-Z0-9])*")
LONGEST_IDENTIFIER = 63
STOPPED = ("stopped", "stopping")


def rds(call, account=ACCOUNT):
    return get_backend("rds")[account][call.region]


def named(call, parameter):
    return call.parameters.get(parameter, "").lower()


# --- names ----------------------------------------------------------------------------------------------------------


def _check_name(action, parameter):
    @rule(action)
    def check(call):
        """ "Must contain from 1 to 63 letters, numbers, or hyphens" (CreateDBInstance, CreateDBCluster)."""
        name = call.parameters.get(parameter, "")
        if len(name) > LONGEST_IDENTIFIER or not IDENTIFIER.fullmatch(name):
            raise Failure(
                "InvalidParameterValue",
                f"The parameter {parameter} is not a valid identifier. Identifiers must begin with a letter; must contain"
                " only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two consecutive"
                " hyphens.",
            )


for _action, _parameter in (
    ("CreateDBInstance", "DBInstanceIdentifier"),
    ("CreateDBCluster", "DBClusterIdentifier"),
    ("RestoreDBInstanceFromDBSnapshot", "DBInstanceIdentifier"),
    ("RestoreDBInstanceToPointInTime", "TargetDBInstanceIdentifier"),
    ("RestoreDBClusterFromSnapshot", "DBClusterIdentifier"),
    ("RestoreDBClusterToPointInTime", "DBClusterIdentifier"),
):
    _check_name(f"rds:{_action}", _parameter)


# --- parameter groups -----------------------------------------------------------------------------------------------


def _check_family(call, group, groups, engine, version):
    """ "The DB parameter group family must be compatible with the engine version"; the default ones have it as name."""
    if not group or not version:
        return
    own = groups.get(group)
    family = (getattr(own, "family", None) or own.db_parameter_group_family) if own else group.removeprefix("default.").replace("default:", "")
    wanted = engine + version.split(".")[0]
    if not own and not group.startswith("default."):
        return  # the missing group is refused later, by its own name
    if family != wanted:
        raise Failure(
            "InvalidParameterCombination",
            f"The Parameter Group {group} with DBParameterGroupFamily {family} cannot be used for this instance. Please"
            f" use a Parameter Group with DBParameterGroupFamily {wanted}",
        )


def _check_instance_group(call, engine, version):
    _check_family(call, call.parameters.get("DBParameterGroupName"), rds(call).db_parameter_groups, engine, version)


def _check_cluster_group(call, engine, version):
    group = call.parameters.get("DBClusterParameterGroupName")
    _check_family(call, group, rds(call).db_cluster_parameter_groups, engine, version)


@rule("rds:CreateDBInstance")
def created_instance_has_its_family(call):
    _check_instance_group(call, call.parameters["Engine"], call.parameters.get("EngineVersion", ""))


@rule("rds:CreateDBCluster")
def created_cluster_has_its_family(call):
    _check_cluster_group(call, call.parameters["Engine"], call.parameters.get("EngineVersion", ""))


@rule("rds:RestoreDBInstanceToPointInTime")
def instance_at_a_time_has_its_family(call):
    source = rds(call).databases.get(named(call, "SourceDBInstanceIdentifier"))
    if source:
        _check_instance_group(call, source.engine, source.engine_version)


@rule("rds:RestoreDBClusterToPointInTime")
def cluster_at_a_time_has_its_family(call):
    source = rds(call).clusters.get(named(call, "SourceDBClusterIdentifier"))
    if source:
        _check_cluster_group(call, source.engine, source.engine_version)


@rule("rds:RestoreDBInstanceFromDBSnapshot")
def restored_instance_has_its_family(call):
    snapshot = rds(call).database_snapshots.get(named(call, "DBSnapshotIdentifier"))
    if snapshot:
        _check_instance_group(call, snapshot.engine, snapshot.engine_version)


@rule("rds:RestoreDBClusterFromSnapshot")
def restored_cluster_has_its_family(call):
    snapshot = rds(call).cluster_snapshots.get(named(call, "SnapshotIdentifier"))
    if snapshot:
        _check_cluster_group(call, snapshot.engine, call.parameters.get("EngineVersion", snapshot.engine_version))


# --- states ---------------------------------------------------------------------------------------------------------


def status(what, name, moto_says):
    entry = state.passing.get((what, name))
    return entry[0] if entry else state.final.get((what, name), moto_says)


@rule("rds:ModifyDBInstance")
def stopped_instance_is_not_modified(call):
    """ "You can't modify a stopped DB instance" (Stopping an Amazon RDS DB instance temporarily)."""
    name = named(call, "DBInstanceIdentifier")
    instance = rds(call).databases.get(name)
    if instance and status("instance", name, instance.status) in STOPPED:
        raise Failure("InvalidDBInstanceState", f"Database instance is not in available state: {name}")


@rule("rds:ModifyDBCluster")
def stopped_cluster_is_not_modified(call):
    name = named(call, "DBClusterIdentifier")
    cluster = rds(call).clusters.get(name)
    if cluster and status("cluster", name, cluster.status) in STOPPED:
        raise Failure("InvalidDBClusterStateFault", f"DBCluster {name} is not in available state")


def _aurora_only(action):
    @rule(f"rds:{action}")
    def check(call):
        """ "This operation only applies to Aurora DB clusters" (StopDBCluster, StartDBCluster)."""
        cluster = rds(call).clusters.get(named(call, "DBClusterIdentifier"))
        if cluster and not cluster.engine.startswith("aurora"):
            raise Failure(
                "InvalidParameterCombination", f"{action} is not supported for the DB engine {cluster.engine}."
            )


_aurora_only("StopDBCluster")
_aurora_only("StartDBCluster")


@rule("rds:CopyDBClusterSnapshot")
def only_auroras_snapshots_are_copied(call):
    """ "You can't copy a snapshot of a Multi-AZ DB cluster" (Limitations of Multi-AZ DB clusters)."""
    source = call.parameters["SourceDBClusterSnapshotIdentifier"]
    region = source.split(":")[3] if source.startswith("arn:") else call.region
    snapshot = get_backend("rds")[ACCOUNT][region].cluster_snapshots.get(source.split(":", 6)[-1])
    if snapshot and not snapshot.cluster.engine.startswith("aurora"):
        raise Failure("InvalidParameterValue", "Copying a snapshot of a Multi-AZ DB cluster is not supported.")


# --- the snapshots' types -------------------------------------------------------------------------------------------


def _automated_by_type(action, parameter, code):
    @rule(f"rds:{action}")
    def check(call):
        """ "If this identifier is for an automated snapshot, the SnapshotType parameter must also be specified"."""
        name = call.parameters.get(parameter, "")
        if name.startswith("rds:") and call.parameters.get("SnapshotType") != "automated":
            raise Failure(code, f"{parameter[:-10]} {name} not found.", 404)


_automated_by_type("DescribeDBSnapshots", "DBSnapshotIdentifier", "DBSnapshotNotFound")
_automated_by_type("DescribeDBClusterSnapshots", "DBClusterSnapshotIdentifier", "DBClusterSnapshotNotFoundFault")


# --- proxies --------------------------------------------------------------------------------------------------------


@rule("rds:DescribeDBProxyTargets")
def targets_of_a_complete_proxy(call):
    """A proxy that is being made has no target group yet, and one that is being deleted no targets any more."""
    name = call.parameters["DBProxyName"]
    if ghost(call, "proxy", name):
        raise Failure("InvalidDBProxyStateFault", f"DBProxy {name} is being deleted.")
    if name not in rds(call).db_proxies:
        raise Failure("DBProxyNotFoundFault", f"DBProxy {name} not found.", 404)
    if ("proxy", (call.region, name)) in state.passing:
        raise Failure("DBProxyTargetGroupNotFoundFault", f"DBProxy {name} has no target group yet.", 404)
