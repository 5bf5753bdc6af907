"""The log files of RDS, as DescribeDBLogFiles and DownloadDBLogFilePortion give them out; moto has none of it.

  POST /control/log             {"instance": "db", "file": "error/postgresql.log.2026-01-02-10", "append": "...",
                                 "written": 1767348000000}: what is in a log file; written is its time in milliseconds
  POST /control/log-back        {"times": 2}: the next portions say that the next one begins at the start
  POST /control/log-limit       {"bytes": 1048576}: how much a portion may hold

A portion ends in a line feed more than the file has. Where it would hold more than a mebibyte, it is cut there, the rest
of the line is replaced by a notice, and the marker is after that line (aws/aws-sdk-js#1463, aws/aws-cli#3079).
"""

import re

from aws_emulator import Failure, control, instead_of, state

NOTICE = " [Your log message was truncated]\n"
MOST_LINES = 10_000


@control("log")
def append(parameters):
    files = state.logs.setdefault(parameters["instance"], {})
    if parameters.get("gone"):
        files.pop(parameters["file"], None)
        return
    entry = files.setdefault(parameters["file"], {"text": b"", "written": 0})
    entry["text"] += parameters.get("append", "").encode()
    entry["written"] = parameters.get("written", entry["written"] + 1)


@control("log-back")
def go_back(parameters):
    state.log_back = parameters["times"]


@control("log-limit")
def limit(parameters):
    state.log_limit = parameters["bytes"]


def _answer(operation, result):
    return 200, (
        f'<{operation}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><{operation}Result>{result}'
        f"</{operation}Result><ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></{operation}Response>"
    ).encode()


def _instance(call, forward):
    """The instance has to be there."""
    name = call.parameters["DBInstanceIdentifier"]
    status, body, _ = forward({"Action": "DescribeDBInstances", "DBInstanceIdentifier": name, "Version": "2014-10-31"})
    if status != 200:
        raise Failure("DBInstanceNotFound", f"DBInstance {name} not found.", 404)
    return name


@instead_of("rds:DescribeDBLogFiles")
def describe(call, forward):
    files = state.logs.get(_instance(call, forward), {})
    since = int(call.parameters.get("FileLastWritten") or 0)
    contains = call.parameters.get("FilenameContains", "")
    names = sorted(name for name in files if contains in name and files[name]["written"] >= since)
    first = int(call.parameters.get("Marker") or 0)
    page = names[first : first + int(call.parameters.get("MaxRecords", 100))]
    rows = "".join(
        f"<DescribeDBLogFilesDetails><LogFileName>{name}</LogFileName><LastWritten>{files[name]['written']}</LastWritten>"
        f"<Size>{len(files[name]['text'])}</Size></DescribeDBLogFilesDetails>"
        for name in page
    )
    more = f"<Marker>{first + len(page)}</Marker>" if first + len(page) < len(names) else ""
    return _answer(call.operation, f"<DescribeDBLogFiles>{rows}</DescribeDBLogFiles>{more}")


@instead_of("rds:DownloadDBLogFilePortion")
def download(call, forward):
    files = state.logs.get(_instance(call, forward), {})
    name = call.parameters["LogFileName"]
    if name not in files:
        raise Failure("DBLogFileNotFoundFault", f"DBLog File: {name}, is not found on the DB instance", 404)
    text = files[name]["text"]
    lines = min(int(call.parameters.get("NumberOfLines") or MOST_LINES), MOST_LINES)
    marker = call.parameters.get("Marker")
    if marker and not re.fullmatch(r"0|\d+:\d+", marker):
        raise Failure("InvalidParameterValue", f"Invalid marker: {marker}")
    start = _start_of_last(text, lines) if marker is None else int(marker.rsplit(":")[-1])
    end = _end_of_lines(text, start, lines)
    data = text[start:end]
    if len(data) > state.log_limit:
        cut = start + state.log_limit
        end = _end_of_lines(text, cut, 1)
        data = text[start:cut] + NOTICE.encode()
    pending = end < len(text)
    if getattr(state, "log_back", 0) and start > 0:
        state.log_back -= 1
        end = 0
    told = data.decode(errors="replace").replace("&", "&amp;").replace("<", "&lt;") + "\n"
    return _answer(
        call.operation,
        f"<LogFileData>{told}</LogFileData><Marker>{len(files)}:{end}</Marker>"
        f"<AdditionalDataPending>{str(pending).lower()}</AdditionalDataPending>",
    )


def _start_of_last(text, lines):
    at = len(text)
    for _ in range(lines):
        at = text.rfind(b"\n", 0, max(at - 1, 0)) + 1
        if at == 0:
            break
    return at


def _end_of_lines(text, start, lines):
    at = start
    for _ in range(lines):
        at = text.find(b"\n", at) + 1
        if at == 0:
            return len(text)
    return at
