"""What the doctor asks of AWS and moto does not know: announced maintenance, certificates, changes that wait, free storage.

  POST /control/described       {"name": "db", "element": "MultiAZ", "xml": "<MultiAZ>true</MultiAZ>"}: what an instance
                                or a cluster of that name is described with, in place of moto's element of that name
  POST /control/maintenance     {"arn": "arn:...", "xml": "<Action>...</Action>..."}: AWS announces that
  POST /control/free-storage    {"name": "db", "bytes": 2147483648}: what the instance measures, now and some minutes ago

CloudWatch is asked in CBOR (RFC 8949) by the protocol "Smithy RPC v2 CBOR"; only the part that is used here is supported.
"""

import re
import struct
import time

from aws_emulator import Failure, after, control, instead_of, state

PROTOCOL = [("smithy-protocol", "rpc-v2-cbor")]


def _head(major, number):
    for size, (limit, form) in enumerate(((24, ""), (1 << 8, ">B"), (1 << 16, ">H"), (1 << 32, ">I"), (1 << 64, ">Q"))):
        if number < limit:
            return bytes([major << 5 | (23 + size if size else number)]) + (struct.pack(form, number) if size else b"")
    raise ValueError(number)


class Time(float):
    """Seconds since 1970, with the tag that says so."""


def cbor(value):
    if isinstance(value, dict):
        return _head(5, len(value)) + b"".join(cbor(key) + cbor(each) for key, each in value.items())
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(cbor, value))
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, Time):
        return _head(6, 1) + b"\xfb" + struct.pack(">d", value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    raise TypeError(value)


def cbor_error(failure):
    body = cbor({"__type": "com.amazonaws.cloudwatch#" + failure.code, "message": failure.message})
    return failure.status, body, "application/cbor", PROTOCOL


@control("described")
def describe(parameters):
    state.described.setdefault(parameters["name"], {})[parameters["element"]] = parameters["xml"]


@control("maintenance")
def announce(parameters):
    state.maintenance.setdefault(parameters["arn"], []).append(parameters["xml"])


@control("free-storage")
def measure(parameters):
    state.free_storage[parameters["name"]] = float(parameters["bytes"])


def _describe(action, kind):
    @after(action)
    def change(call, body):
        def show(match):
            text = match.group(0)
            name = re.search(f"<{kind}Identifier>([^<]*)<", text)
            for element, xml in state.described.get(name.group(1) if name else "", {}).items():
                text = re.sub(f"<{element}>.*?</{element}>|<{element}/>", "", text, count=1, flags=re.S)
                text = text.replace(f"</{kind}>", f"{xml}</{kind}>")
            return text

        return re.sub(f"<{kind}>.*?</{kind}>", show, body.decode(), flags=re.S).encode()


_describe("rds:DescribeDBInstances", "DBInstance")
_describe("rds:DescribeDBClusters", "DBCluster")


@instead_of("rds:DescribePendingMaintenanceActions")
def maintenance(call, forward):
    arn = call.parameters["ResourceIdentifier"]
    if not arn.startswith("arn:aws:rds:"):
        raise Failure("InvalidParameterValue", f"Invalid resource ARN: {arn}")
    actions = "".join(
        f"<PendingMaintenanceAction>{xml}</PendingMaintenanceAction>" for xml in state.maintenance.get(arn, [])
    )
    resource = (
        f"<ResourcePendingMaintenanceActions><ResourceIdentifier>{arn}</ResourceIdentifier>"
        f"<PendingMaintenanceActionDetails>{actions}</PendingMaintenanceActionDetails></ResourcePendingMaintenanceActions>"
    )
    name = call.operation
    return 200, (
        f'<{name}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><{name}Result><PendingMaintenanceActions>'
        f"{resource if actions else ''}</PendingMaintenanceActions></{name}Result></{name}Response>"
    ).encode()


@instead_of("cloudwatch:GetMetricStatistics")
def statistics(call, forward):
    dimensions = [dimension["Value"] for dimension in call.members.get("Dimensions", [])]
    own = [value for metric, of, value in state.metrics if metric == call.members["MetricName"] and of in dimensions]
    if own:
        points = [{"Timestamp": Time(time.time() // 60 * 60 - 60), "Maximum": own[-1], "Unit": "None"}]
        return 200, cbor({"Label": call.members["MetricName"], "Datapoints": points}), PROTOCOL
    measured = [size for name, size in state.free_storage.items() if _text(name) in call.body]
    if not measured or _text("FreeStorageSpace") not in call.body:
        return 200, cbor({"Label": "FreeStorageSpace", "Datapoints": []}), PROTOCOL
    now = time.time() // 60 * 60
    # the answer is not sorted by time
    points = [
        {"Timestamp": Time(now - ago * 60), "Minimum": size, "Unit": "Bytes"}
        for ago, size in ((3, measured[0]), (9, 1.0), (5, measured[0] * 2))
    ]
    return 200, cbor({"Label": "FreeStorageSpace", "Datapoints": points}), PROTOCOL


def _text(text):
    """The text, encoded in CBOR."""
    return cbor(text)
