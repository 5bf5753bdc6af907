"""The secrets that RDS keeps for master users, which Secrets Manager rotates without a function; moto does not.

A rotation is over after as many looks as states that pass are seen for; then the new version is the current one.
"""

import json
import re
import time
import uuid

import aws_emulator
from aws_emulator import Failure, control, instead_of, state
from moto.backends import get_backend

DAY = 86400
RATE = re.compile(r"rate\((\d+) (hours?|days?)\)")
CRON = re.compile(r"cron\([0-9A-Za-z#?*\-/, ]+\)")


def secret_of(call):
    secrets = get_backend("secretsmanager")[aws_emulator.ACCOUNT][call.region].secrets
    name = call.parameters["SecretId"]
    if name not in secrets:
        raise Failure("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
    return secrets[name]


def rotation_of(secret):
    if not hasattr(secret, "rotation"):
        secret.rotation = {"rules": {"AutomaticallyAfterDays": 7}, "last": None, "pending": None, "looks": 0}
    return secret.rotation


def checked(rules):
    if "AutomaticallyAfterDays" in rules and "ScheduleExpression" in rules:
        raise Failure("InvalidParameterException", "You can't specify both AutomaticallyAfterDays and ScheduleExpression.")
    days, schedule = rules.get("AutomaticallyAfterDays", 1), rules.get("ScheduleExpression", "rate(1 days)")
    if not 1 <= days <= 1000 or not (RATE.fullmatch(schedule) or CRON.fullmatch(schedule)):
        raise Failure("InvalidParameterException", "The rotation rules are invalid.")


@instead_of("secretsmanager:RotateSecret")
def rotate(call, forward):
    secret = secret_of(call)
    if getattr(secret, "owning_service", None) != "rds":
        return forward()[:2]
    rotation = rotation_of(secret)
    if rotation["pending"]:
        raise Failure("InvalidRequestException", "A previous rotation isn't complete. That rotation will be reattempted.")
    if "RotationRules" in call.parameters:
        checked(call.parameters["RotationRules"])
        rotation["rules"] = call.parameters["RotationRules"]
    version = call.parameters.get("ClientRequestToken", str(uuid.uuid4()))
    if call.parameters.get("RotateImmediately", True):
        rotation.update(pending=version, looks=state.polls)
    return 200, json.dumps({"ARN": secret.arn, "Name": secret.name, "VersionId": version}).encode()


def rotated(secret):
    rotation = secret.rotation
    current = secret.default_version_id
    entry = {**secret.versions[current], "version_id": rotation["pending"], "version_stages": ["AWSCURRENT"]}
    secret.versions[current]["version_stages"] = ["AWSPREVIOUS"]
    secret.versions[rotation["pending"]] = entry
    secret.default_version_id = rotation["pending"]
    rotation.update(pending=None, last=int(time.time()))


@instead_of("secretsmanager:DescribeSecret")
def describe(call, forward):
    status, body, _ = forward()
    if status != 200 or json.loads(body).get("OwningService") != "rds":
        return status, body
    secret = secret_of(call)
    rotation = rotation_of(secret)
    if rotation["pending"] and rotation["looks"] <= 0:
        rotated(secret)
    rotation["looks"] -= 1
    told = json.loads(body)
    told["VersionIdsToStages"] = {name: each["version_stages"] for name, each in secret.versions.items()}
    if rotation["pending"]:
        told["VersionIdsToStages"][rotation["pending"]] = ["AWSPENDING"]
    told["RotationEnabled"] = True
    told["RotationRules"] = rotation["rules"]
    days = rotation["rules"].get("AutomaticallyAfterDays", 30)
    told["NextRotationDate"] = (rotation["last"] or int(time.time())) + days * DAY
    if rotation["last"]:
        told["LastRotatedDate"] = rotation["last"]
    return 200, json.dumps(told).encode()


@control("impair-secret")
def impair(parameters):
    """RDS reports the secret of the instance as impaired."""
    instance = get_backend("rds")[aws_emulator.ACCOUNT][parameters["region"]].databases[parameters["instance"]]
    instance.master_user_secret._status = "impaired"
