"""The functions of Lambda, which moto would run in containers: these record what they receive, and fail on request.

  POST /control/function        {"name": "orders", "qualifiers": ["live"], "poison": [17], "reports": ["LOG:17"],
                                 "error": {"errorType": "...", "errorMessage": "..."}, "answer": ...}: there is a
                                function that fails as a whole with the error when an event of a seq in poison is among
                                those that it is given, or always when poison is null; that reports events as failed; or
                                that answers this; that logs "log", and has the log group "group"; or
                                that is at the address "forward", which gets each payload
  POST /control/received        {"name": "orders"}: the seqs of the events that it was given and that it took, a list an
                                invocation
  POST /control/attempts        {"name": "orders"}: the same, of all invocations that came as far as the function
  POST /control/payload         {"name": "orders"}: the last payload that it was given, as it is
  POST /control/last-event      {"name": "orders"}: the last event that it was given, and the name by which it was called

Throttling and refusals are planned by /control/fail, and a slow function by /control/hold.
"""

import base64
import json
import re
from urllib.parse import unquote
from urllib.request import Request, urlopen

import aws_emulator_stack_resources
from aws_emulator import ACCOUNT, Failure, control, instead_of, state

LARGEST = 6 * 1024 * 1024
LARGEST_EVENT = 1024 * 1024
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


@control("payload")
def payload(parameters):
    return state.functions[parameters["name"]]["payload"].encode()


@control("last-event")
def last_event(parameters):
    function = state.functions[parameters["name"]]
    return json.dumps({"called": function["called"], "event": function["last"]}).encode()


def _function(call):
    called = unquote(call.parameters["FunctionName"])
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


def _events(body):
    """The events of a payload of db-ops; none of any other."""
    try:
        payload = json.loads(body or b"null")
    except ValueError as fault:
        raise Failure("InvalidRequestContentException", f"Could not parse request body into json: {fault}") from None
    events = payload.get("events", []) if isinstance(payload, dict) else []
    return [event for event in events if isinstance(event, dict)]


def _headers(call, function):
    headers = [("X-Amz-Executed-Version", "$LATEST")]
    if call.environ.get("HTTP_X_AMZ_LOG_TYPE") == "Tail":
        # the last 4 KB
        tail = function.get("log", "").encode()[-4096:]
        headers.append(("X-Amz-Log-Result", base64.b64encode(tail).decode()))
    return headers


@instead_of("lambda:InvokeFunction")
def invoke(call, forward):
    kind = call.environ.get("HTTP_X_AMZ_INVOCATION_TYPE", "RequestResponse")
    largest = LARGEST if kind == "RequestResponse" else LARGEST_EVENT
    if len(call.body) >= largest:
        raise Failure(
            "RequestEntityTooLargeException",
            f"Request must be smaller than {largest} bytes for the InvokeFunction operation",
            413,
        )
    function = _function(call)
    events = _events(call.body)
    function["payload"] = call.body.decode()
    if kind == "Event":
        return 202, b""
    ids = [_id(event) for event in events]
    seqs = [int(name.rsplit(":")[1]) for name in ids]
    function["last"] = events[-1] if events else None
    function["attempts"].append(seqs)
    headers = _headers(call, function)
    if "forward" in function:
        answer = urlopen(Request(function["forward"], call.body, {"Content-Type": "application/json"}))
        failed = [("X-Amz-Function-Error", "Unhandled")] if answer.headers["X-Failed"] else []
        return 200, answer.read(), [*failed, *headers]
    poison = function.get("poison", [])
    if "error" in function and (poison is None or set(poison) & set(seqs)):
        return 200, json.dumps(function["error"]).encode(), [("X-Amz-Function-Error", "Unhandled"), *headers]
    reported = [name for name in function.get("reports", []) if name in ids]
    if reported:
        first = ids.index(reported[0])
        function["received"].append(seqs[:first])
        failures = {"batchItemFailures": [{"itemIdentifier": name} for name in reported]}
        return 200, json.dumps(failures).encode(), headers
    function["received"].append(seqs)
    return 200, json.dumps(function.get("answer")).encode(), headers


@instead_of("lambda:GetFunctionConfiguration")
def configuration(call, forward):
    name = unquote(call.parameters["FunctionName"])
    if name in state.function_properties:
        return 200, json.dumps(aws_emulator_stack_resources.function_configuration(call, name)).encode()
    function = _function(call)
    name = function["name"]
    answer = {
        "FunctionName": name,
        "FunctionArn": f"arn:aws:lambda:{call.region}:{ACCOUNT}:function:{name}",
        "Runtime": "java25",
        "Version": "$LATEST",
        "State": "Active",
    }
    if "group" in function:
        answer["LoggingConfig"] = {"LogFormat": "JSON", "LogGroup": function["group"]}
    return 200, json.dumps(answer).encode()
