"""What a table of DynamoDB does beside other writers, and moto's does not.

  POST /control/index-lag             {"queries": 2}: the next queries of an index see the tables as they are now
  POST /control/cancel-transactions   {"code": "TransactionConflict", "times": 2}: the next transactions are cancelled,
                                      because of their first action
  POST /control/refuse-items          {"batches": 2}: the next calls of BatchWriteItem write their first item only
"""

import copy
import json

import aws_emulator
from aws_emulator import control, instead_of, state
from moto.backends import get_backend


def _tables():
    return get_backend("dynamodb")[aws_emulator.ACCOUNT]


PARTS = {"Put": "PutItem", "Delete": "DeleteItem", "Update": "UpdateItem", "ConditionCheck": "ConditionCheckItem"}


def parts(call):
    """The actions that a transaction needs ("Using IAM with DynamoDB transactions"); none for another call."""
    if call.action != "dynamodb:TransactWriteItems":
        return []
    return [f"dynamodb:{PARTS[part]}" for item in call.parameters["TransactItems"] for part in item]


@control("index-lag")
def lag(parameters):
    state.index_lag = parameters["queries"]
    state.indexed = {region: copy.deepcopy(backend.tables) for region, backend in _tables().items()}


@control("cancel-transactions")
def cancel(parameters):
    state.cancelled = dict(parameters)


@instead_of("dynamodb:Query")
def query(call, forward):
    """ "Global secondary indexes support eventual consistency only" (developer guide)."""
    if "IndexName" not in call.parameters or state.index_lag == 0:
        return forward(None)[:2]
    state.index_lag -= 1
    backend = _tables()[call.region]
    now, backend.tables = backend.tables, state.indexed[call.region]
    try:
        return forward(None)[:2]
    finally:
        backend.tables = now


@instead_of("dynamodb:TransactWriteItems")
def transact(call, forward):
    if not state.cancelled.get("times"):
        return forward(None)[:2]
    state.cancelled["times"] -= 1
    code = state.cancelled["code"]
    codes = [code] + ["None"] * (len(call.parameters["TransactItems"]) - 1)
    return 400, json.dumps(
        {
            "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
            "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons "
            f"[{', '.join(codes)}]",
            "CancellationReasons": [{"Code": each} for each in codes],
        }
    ).encode()


@control("refuse-items")
def refuse(parameters):
    state.refused_batches = parameters["batches"]


@instead_of("dynamodb:BatchWriteItem")
def write_batch(call, forward):
    """ "If any requested operations fail because the table's provisioned throughput is exceeded" (API reference)."""
    if state.refused_batches == 0:
        return forward(None)[:2]
    state.refused_batches -= 1
    items = call.parameters["RequestItems"]
    status, body, _ = forward({**call.parameters, "RequestItems": {table: each[:1] for table, each in items.items()}})
    answer = json.loads(body)
    answer["UnprocessedItems"] = {table: each[1:] for table, each in items.items() if each[1:]}
    return status, json.dumps(answer).encode()
