"""Streams and queues: calls of which some messages are refused, and what moto does not check.

  POST /control/refuse          {"code": "InternalFailure", "message": "...", "times": 3, "containing": "text",
                                 "share": 0.3, "seed": 1}: the next so many messages of PutRecords and SendMessageBatch
                                that have this text, or of these a random share, are refused, while others of the same
                                call are accepted; "final" says that the sender is at fault
  POST /control/record-limit    {"stream": "orders", "kib": 2048}: the stream's MaxRecordSizeInKiB
  GET  /control/put-calls       for each call of PutRecords and SendMessageBatch the number of its messages

"PutRecords doesn't guarantee the ordering of records" (API reference): the accepted records of a call are stored in the
reverse order. A standard queue has no order either.

Kinesis is asked in CBOR (RFC 8949), which is JSON's structures with bytes, and with times in milliseconds.
"""

import base64
import io
import json
import random
import struct

import aws_emulator_shapes
from aws_emulator import Failure, control, instead_of, rule, shown, state
from aws_emulator_doctor import _head
from botocore.parsers import RpcV2CBORParser

JSON = "application/x-amz-json-1.1"


# --- CBOR -----------------------------------------------------------------------------------------------------------


def as_json(environ, body):
    """The request, as JSON."""
    parser = RpcV2CBORParser()
    members = parser.parse_data_item(parser.get_peekable_stream_from_bytes(body)) if body else {}
    text = json.dumps(members, default=lambda value: base64.b64encode(value).decode()).encode()
    return {**environ, "CONTENT_TYPE": JSON, "CONTENT_LENGTH": str(len(text)), "wsgi.input": io.BytesIO(text)}, text


def as_cbor(call, status, body, content_type, headers=()):
    """The answer, as CBOR."""
    shape = aws_emulator_shapes.operation_model(call).output_shape if status == 200 else None
    return status, cbor(json.loads(body) if body else {}, shape), "application/x-amz-cbor-1.1", headers


def cbor(value, shape):
    kind = shape.type_name if shape else ""
    if kind == "blob":
        content = base64.b64decode(value)
        return _head(2, len(content)) + content
    if kind == "timestamp":
        return _head(0, int(float(value) * 1000))
    if isinstance(value, dict):
        members = shape.members if kind == "structure" else {}
        return _head(5, len(value)) + b"".join(cbor(name, None) + cbor(each, members.get(name)) for name, each in value.items())
    if isinstance(value, list):
        member = shape.member if kind == "list" else None
        return _head(4, len(value)) + b"".join(cbor(each, member) for each in value)
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if value is None or isinstance(value, bool):
        return {None: b"\xf6", True: b"\xf5", False: b"\xf4"}[value]
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    return b"\xfb" + struct.pack(">d", value)


# --- refused messages -----------------------------------------------------------------------------------------------


@control("refuse")
def refuse(parameters):
    state.refusals.append({**parameters, "random": random.Random(parameters.get("seed", 1))})


@control("record-limit")
def limit_records(parameters):
    state.record_limits[parameters["stream"]] = parameters["kib"]


@control("put-calls")
def put_calls(parameters):
    return json.dumps(state.put_calls).encode()


def count(messages):
    state.put_calls.append(len(messages))


def refusal(text):
    """The refusal that was planned for this message, or None."""
    for planned in state.refusals:
        if planned.get("times", 1) > 0 and planned.get("containing", "") in text:
            if planned["random"].random() < planned.get("share", 1):
                planned["times"] = planned.get("times", 1) - 1
                return planned
    return None


@shown("kinesis:DescribeStreamSummary")
def describe_limit(call, body):
    answer = json.loads(body)
    summary = answer["StreamDescriptionSummary"]
    summary["MaxRecordSizeInKiB"] = state.record_limits.get(summary["StreamName"], 1024)
    return json.dumps(answer).encode()


@rule("kinesis:PutRecords")
def check_records(call):
    """ "Each PutRecords request can support up to 500 records", of 5 MiB in all before 2025, and each of the stream's limit."""
    sizes = [len(base64.b64decode(record["Data"])) + len(record["PartitionKey"].encode()) for record in call.parameters["Records"]]
    if sum(sizes) > 5 * 1024 * 1024 and len(sizes) > 1:
        raise Failure("InvalidArgumentException", "Records size exceeds 5 MB limit")
    name = call.parameters.get("StreamName") or call.parameters["StreamARN"].rsplit("/")[-1]
    most = 1024 * state.record_limits.get(name, 1024)
    for place, size in enumerate(sizes, 1):
        if size > most:
            raise Failure(
                "ValidationException",
                f"1 validation error detected: Value at 'records.{place}.member.data' failed to satisfy constraint: "
                f"Member must have length less than or equal to {most}",
            )


@instead_of("kinesis:PutRecords")
def put_records(call, forward):
    records = call.parameters["Records"]
    count(records)
    refused = [refusal(base64.b64decode(record["Data"]).decode(errors="replace")) for record in records]
    accepted = [place for place, planned in enumerate(refused) if not planned]
    answers = [
        planned and {"ErrorCode": planned["code"], "ErrorMessage": planned.get("message", "the emulator refuses it")}
        for planned in refused
    ]
    # the last one first
    for place in reversed(accepted):
        status, body, _ = forward({**call.parameters, "Records": [records[place]]})
        if status != 200:
            return status, body
        answers[place] = json.loads(body)["Records"][0]
    return 200, json.dumps({"FailedRecordCount": len(records) - len(accepted), "Records": answers}).encode()


@instead_of("sqs:SendMessage")
def send_messages(call, forward):
    if call.operation != "SendMessageBatch":
        status, body, _ = forward()
        return status, body
    entries = call.parameters["Entries"]
    count(entries)
    for entry in entries:
        if "\ufffe" in entry["MessageBody"] or "\uffff" in entry["MessageBody"]:
            raise Failure("InvalidMessageContents", "Invalid characters in the message")
    refused = {entry["Id"]: planned for entry in entries if (planned := refusal(entry["MessageBody"]))}
    answer = {"Successful": [], "Failed": [
        {
            "Id": name,
            "Code": planned["code"],
            "SenderFault": planned.get("final", False),
            "Message": planned.get("message", "the emulator refuses it"),
        }
        for name, planned in refused.items()
    ]}
    accepted = [entry for entry in entries if entry["Id"] not in refused]
    if accepted:
        status, body, _ = forward({**call.parameters, "Entries": accepted})
        if status != 200:
            return status, body
        answer["Successful"] = json.loads(body)["Successful"]
        answer["Failed"] += json.loads(body).get("Failed", [])
    return 200, json.dumps(answer).encode()
