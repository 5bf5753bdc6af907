"""Temporary passwords of Amazon Redshift, which moto gives in another way for clusters, and not for workgroups.

  POST /control/warehouse       {"kind": "cluster", "name": "shop", "password": "secret99"}: there is a cluster (or a
                                workgroup) of that name, whose temporary passwords are this one

GetClusterCredentials gives a password for a role that does not exist, with which the login fails ("DbUser" in its API
reference); GetCredentials gives one for the role of the IAM identity.
"""

import json
import re
import time

from aws_emulator import Failure, control, instead_of, rule, state

# "DbUser": "must be 1 to 64 alphanumeric characters or hyphens", "first character must be a letter"
USER = re.compile(r"[A-Za-z][A-Za-z0-9_+.@-]{0,63}")


@control("warehouse")
def make(parameters):
    state.warehouses[parameters["kind"], parameters["name"]] = parameters["password"]


def expiration(seconds):
    if not 900 <= int(seconds) <= 3600:
        raise Failure("ValidationException", "durationSeconds must be between 900 and 3600 seconds")
    return time.time() + int(seconds)


@rule("redshift:GetClusterCredentials")
def check_cluster(call):
    if not USER.fullmatch(call.parameters["DbUser"]):
        raise Failure("ValidationError", f"The name {call.parameters['DbUser']} is not a valid database user.")
    expiration(call.parameters.get("DurationSeconds", 900))
    name = call.parameters.get("ClusterIdentifier", "")
    if ("cluster", name) not in state.warehouses:
        raise Failure("ClusterNotFound", f"Cluster {name} not found.", 404)


@instead_of("redshift:GetClusterCredentials")
def of_cluster(call, forward):
    password = state.warehouses["cluster", call.parameters["ClusterIdentifier"]]
    prefix = "IAMA" if call.parameters.get("AutoCreate") == "true" else "IAM"
    until = time.strftime(
        "%Y-%m-%dT%H:%M:%SZ", time.gmtime(expiration(call.parameters.get("DurationSeconds", 900)))
    )
    return 200, (
        '<GetClusterCredentialsResponse xmlns="http://redshift.amazonaws.com/doc/2012-12-01/">'
        f"<GetClusterCredentialsResult><DbUser>{prefix}:{call.parameters['DbUser']}</DbUser>"
        f"<DbPassword>{password}</DbPassword><Expiration>{until}</Expiration></GetClusterCredentialsResult>"
        "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetClusterCredentialsResponse>"
    ).encode()


@rule("redshift-serverless:GetCredentials")
def check_workgroup(call):
    expiration(call.parameters.get("durationSeconds", 900))
    name = call.parameters.get("workgroupName", "")
    if ("workgroup", name) not in state.warehouses:
        raise Failure("ResourceNotFoundException", f"Workgroup {name} not found.")


@instead_of("redshift-serverless:GetCredentials")
def of_workgroup(call, forward):
    until = expiration(call.parameters.get("durationSeconds", 900))
    answer = {
        "dbUser": "IAMR:router",
        "dbPassword": state.warehouses["workgroup", call.parameters["workgroupName"]],
        "expiration": until,
        "nextRefreshTime": until - 300,
    }
    return 200, json.dumps(answer).encode()
