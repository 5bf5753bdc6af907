"""What a table of DynamoDB does beside other writers, and moto's does not.

  POST /control/index-lag             {"queries": 2}: the next queries of an index see the tables as they are now
  POST /control/cancel-transactions   {"code": "TransactionConflict", "times": 2}: the next transactions are cancelled,
                                      because of their first action
"""

import copy
import json

import aws_emulator
from aws_emulator import control, instead_of, state
from moto.backends import get_backend


def _tables():
    return get_backend("dynamodb")[aws_emulator.ACCOUNT]


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
