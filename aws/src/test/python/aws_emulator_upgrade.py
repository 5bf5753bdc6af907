"""What RDS refuses when an engine is upgraded, and how long it takes; moto writes any version down, at once.

  POST /control/fail-upgrade    {"name": "db"}: the next upgrade of it ends with the former version
"""

import re

import aws_emulator
from aws_emulator import Failure, control, instead_of, state
from aws_emulator_parameters import own_family
from aws_emulator_power import field
from aws_emulator_provisioning import VERSIONS
from moto.backends import get_backend

FAILING = "upgrade-fails"


def rds(call):
    return get_backend("rds")[aws_emulator.ACCOUNT][call.region]


@control("fail-upgrade")
def fail(parameters):
    state.passing[FAILING, parameters["name"]] = ["", 1]


def major(version):
    return version.split(".")[0]


def family(engine, version):
    return engine + major(version)


def check_group(backend, store, name, wanted):
    group = getattr(backend, store).get(name)
    if not group or own_family(group) != wanted:
        raise Failure("InvalidParameterCombination", f"The parameter group {name} is not of the family {wanted}.")


def _modify(kind, what, store, group_parameters):
    action = f"rds:Modify{kind}"
    following = aws_emulator.replaced[action]

    @instead_of(action)
    def modify(call, forward):
        name, version = call.parameters[f"{kind}Identifier"], call.parameters.get("EngineVersion")
        found = getattr(rds(call), store).get(name)
        if not found or not version or version == found.engine_version:
            return following(call, forward)
        newer = VERSIONS[found.engine][VERSIONS[found.engine].index(found.engine_version) + 1 :]
        if version not in newer:
            raise Failure("InvalidParameterCombination", f"Cannot upgrade {found.engine} from {found.engine_version}")
        if major(version) != major(found.engine_version):
            if call.parameters.get("AllowMajorVersionUpgrade") != "true":
                raise Failure("InvalidParameterCombination", "The AllowMajorVersionUpgrade flag must be present.")
            for parameter, groups in group_parameters.items():
                if group := call.parameters.get(parameter):
                    check_group(rds(call), groups, group, family(found.engine, version))
            if kind == "DBInstance" and "DBParameterGroupName" not in call.parameters:
                found.db_parameter_group_name = None
        former = found.engine_version
        call.parameters.pop("DBInstanceParameterGroupName", None)
        status, body, *more = following(call, lambda parameters=None: forward(parameters or call.parameters))
        if status == 200:
            if state.passing.pop((FAILING, name), None):
                found.engine_version = former
            state.passing[what, name] = ["upgrading", max(state.polls, 1)]
        return status, body, *more


_modify("DBInstance", "instance", "databases", {"DBParameterGroupName": "db_parameter_groups"})
_modify(
    "DBCluster",
    "cluster",
    "clusters",
    {
        "DBClusterParameterGroupName": "db_cluster_parameter_groups",
        "DBInstanceParameterGroupName": "db_parameter_groups",
    },
)


# --- blue/green deployments -------------------------------------------------------------------------------------------


@instead_of("rds:CreateBlueGreenDeployment")
def create(call, forward):
    name = call.parameters["BlueGreenDeploymentName"]
    if not re.fullmatch(r"[a-zA-Z][a-zA-Z0-9]*(-[a-zA-Z0-9]+)*", name) or len(name) > 60:
        raise Failure("ValidationError", f"Invalid name {name}")
    status, body, _ = forward()
    if status == 200:
        identifier = field(body, "BlueGreenDeploymentIdentifier")
        state.pass_through("blue-green", identifier, "PROVISIONING")
    return status, body


@instead_of("rds:SwitchoverBlueGreenDeployment")
def switch(call, forward):
    status, body, _ = forward()
    if status == 200:
        identifier = call.parameters["BlueGreenDeploymentIdentifier"]
        state.pass_through("blue-green", identifier, "SWITCHOVER_IN_PROGRESS")
    return status, body


@control("blue-green-state")
def put_into_state(parameters):
    """All deployments are seen in this state."""
    state.final["blue-green", "*"] = parameters["state"]


@instead_of("rds:DescribeBlueGreenDeployments")
def describe(call, forward):
    """moto shows this state while it answers; its own state decides what is possible."""
    deployments = rds(call).blue_green_deployments
    real = {name: each.status for name, each in deployments.items()}
    for name, each in deployments.items():
        each.status = state.final.get(("blue-green", "*")) or state.seen("blue-green", name, each.status)
    try:
        return forward()[:2]
    finally:
        for name, status in real.items():
            deployments[name].status = status
