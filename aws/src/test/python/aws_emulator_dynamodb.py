"""DynamoDB: tables that take time to be created and to be deleted, which moto's do not.

With /control/settle a table is seen as CREATING for so many polls after CreateTable, and as DELETING after DeleteTable.
Meanwhile its items cannot be read or written ("Requested resource not found"), and it cannot be changed (ResourceInUseException:
"The operation conflicts with the resource's availability"). moto has the pages of 1 MB, the segments, the capacities, the
deletion protection and the quotas of names; throttling and LimitExceededException come from /control/fail.
"""

import json

from aws_emulator import Failure, after, ghost, instead_of, rule, state

IN_USE = "Attempt to change a resource which is still in use: Table is being {}: {}"


def name_of(call):
    return call.parameters["TableName"].rsplit("/")[-1]


def passing(call):
    """The state of the table that passes, or None."""
    name = name_of(call)
    if ghost(call, "table", name):
        return "DELETING"
    entry = state.passing.get(("table", name))
    return entry and entry[0]


@rule("dynamodb:CreateTable")
def check_name(call):
    if passing(call) == "DELETING":
        raise Failure("ResourceInUseException", IN_USE.format("deleted", name_of(call)))


@after("dynamodb:CreateTable")
def is_creating(call, body):
    state.pass_through("table", name_of(call), "CREATING")
    return shown_as(body, "TableDescription", "CREATING")


@rule("dynamodb:DeleteTable")
def check_state(call):
    if passing(call):
        raise Failure("ResourceInUseException", IN_USE.format(passing(call).lower().replace("ing", "ed"), name_of(call)))


@after("dynamodb:DeleteTable")
def is_deleting(call, body):
    described = json.loads(body)["TableDescription"]
    if state.polls:
        state.passing["ghost", "table", call.region, name_of(call)] = [{**described, "TableStatus": "DELETING"}, state.polls]
    return shown_as(body, "TableDescription", "DELETING")


@instead_of("dynamodb:DescribeTable")
def describe(call, forward):
    name = name_of(call)
    if deleted := ghost(call, "table", name):
        deleted[1] -= 1
        if deleted[1] <= 0:
            del state.passing["ghost", "table", call.region, name]
        return 200, json.dumps({"Table": deleted[0]}).encode()
    status, body, _ = forward()
    if status == 200:
        body = shown_as(body, "Table", state.seen("table", name, "ACTIVE"))
    return status, body


def shown_as(body, member, status):
    answer = json.loads(body)
    answer[member]["TableStatus"] = status
    return json.dumps(answer).encode()


def _needs_active(operation):
    @rule(f"dynamodb:{operation}")
    def check(call):
        if passing(call):
            raise Failure("ResourceNotFoundException", "Requested resource not found")


for _operation in ("Scan", "Query", "PutItem", "GetItem", "UpdateItem", "DeleteItem"):
    _needs_active(_operation)
