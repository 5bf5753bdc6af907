"""The functions of Lambda, which moto would run in containers: these record what they receive, and fail on request.

  POST /control/function        {"name": "orders", "qualifiers": ["live"], "poison": [17], "reports": ["LOG:17"],
                                 "error": {"errorType": "...", "errorMessage": "..."}, "answer": ...}: there is a
                                function that fails as a whole with the error when an event of a seq in poison is among
                                those that it is given, or always when poison is null; that reports events as failed; or
                                that answers this
  POST /control/received        {"name": "orders"}: the seqs of the events that it was given and that it took, a list an
                                invocation
  POST /control/attempts        {"name": "orders"}: the same, of all invocations that came as far as the function
  POST /control/last-event      {"name": "orders"}: the last event that it was given, and the name by which it was called

Throttling and refusals are planned by /control/fail, and a slow function by /control/hold.
"""

import json
import re

from aws_emulator import ACCOUNT, Failure, control, instead_of, state

LARGEST = 6 * 1024 * 1024
REFERENCE = re.compile(
    r"(?:arn:aws[a-z-]*:lambda:(?P<region>[a-z0-9-]+):)?(?:(?P<account>\d{12}):)?(?:function:)?"
    r"(?P<name>[a-zA-Z0-9_-]+)(?::(?P<qualifier>\$LATEST|[a-zA-Z0-9_-]+))?"
)


@control("function")
def make(parameters):
    state.functions[parameters["name"]] = {"received": [], "attempts": [], **parameters}


@control("received")
def received(parameters):
    return json.dumps(state.functions[parameters["name"]]["received"]).encode()


@control("attempts")
def attempts(parameters):
    return json.dumps(state.functions[parameters["name"]]["attempts"]).encode()


@control("last-event")
def last_event(parameters):
    function = state.functions[parameters["name"]]
    return json.dumps({"called": function["called"], "event": function["last"]}).encode()


def _function(call):
    called = call.parameters["FunctionName"]
    reference = REFERENCE.fullmatch(called)
    if not reference:
        raise Failure("ValidationException", f"1 validation error detected: Value '{called}' at 'functionName'")
    if (reference["region"] or call.region) != call.region:
        raise Failure("ResourceNotFoundException", f"Functions from '{reference['region']}' are not reachable", 404)
    function = state.functions.get(reference["name"])
    arn = f"arn:aws:lambda:{call.region}:{ACCOUNT}:function:{reference['name']}"
    if function is None or (reference["account"] or ACCOUNT) != ACCOUNT:
        raise Failure("ResourceNotFoundException", f"Function not found: {arn}", 404)
    qualifier = reference["qualifier"] or "$LATEST"
    if qualifier not in ["$LATEST", *function.get("qualifiers", [])]:
        raise Failure("ResourceNotFoundException", f"Cannot find alias arn: {arn}:{qualifier}", 404)
    function["called"] = called
    return function


def _id(event):
    """As our envelope says it, or put together from what Debezium's form has, with schema or without."""
    if "id" in event:
        return event["id"]
    source = event.get("payload", event)["source"]
    return f"{source['name']}:{json.loads(source['sequence'])[1]}"


@instead_of("lambda:InvokeFunction")
def invoke(call, forward):
    if call.environ.get("HTTP_X_AMZ_INVOCATION_TYPE", "RequestResponse") != "RequestResponse":
        raise Failure("InvalidParameterValueException", "the emulator has synchronous invocations only")
    if len(call.body) >= LARGEST:
        raise Failure(
            "RequestEntityTooLargeException",
            f"Request must be smaller than {LARGEST} bytes for the InvokeFunction operation",
            413,
        )
    function = _function(call)
    events = json.loads(call.body)["events"]
    ids = [_id(event) for event in events]
    seqs = [int(name.rsplit(":")[1]) for name in ids]
    function["last"] = events[-1]
    function["attempts"].append(seqs)
    poison = function.get("poison", [])
    if "error" in function and (poison is None or set(poison) & set(seqs)):
        return 200, json.dumps(function["error"]).encode(), [("X-Amz-Function-Error", "Unhandled")]
    reported = [name for name in function.get("reports", []) if name in ids]
    if reported:
        first = ids.index(reported[0])
        function["received"].append(seqs[:first])
        return 200, json.dumps({"batchItemFailures": [{"itemIdentifier": name} for name in reported]}).encode()
    function["received"].append(seqs)
    return 200, json.dumps(function.get("answer")).encode()
