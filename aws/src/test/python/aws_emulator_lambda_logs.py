"""The log groups of functions, as FilterLogEvents reads them, with its pages and its lateness; moto has neither.

  POST /control/log-group       {"group": "/aws/lambda/orders"}: there is such a group
  POST /control/log-event       {"group": "/aws/lambda/orders", "time": 1767348000000, "message": "...", "late": 2}: an
                                event of the log, which the next two requests do not see yet
  POST /control/log-page        {"events": 3}: how many events a page has; a page without any comes before each

The events of an answer are sorted by their time. A filter is a list of words that all have to be in the message, which
may be quoted; anything else is refused.
"""

import json
import re

from aws_emulator import Failure, control, instead_of, state

WORDS = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([\w.]+))')
LARGEST_PAGE = 10_000


@control("log-group")
def make(parameters):
    state.log_groups.setdefault(parameters["group"], [])


@control("log-event")
def write(parameters):
    events = state.log_groups.setdefault(parameters["group"], [])
    events.append({**parameters, "id": f"{len(events):056d}", "late": parameters.get("late", 0)})


@control("log-page")
def page(parameters):
    state.log_page = parameters["events"]


def words_of(pattern):
    words, at = [], 0
    while pattern[at:].strip():
        word = WORDS.match(pattern, at)
        if not word:
            raise Failure("InvalidParameterException", "Invalid filter pattern")
        words.append(word.group(1) if word.group(1) is not None else word.group(2))
        at = word.end()
    return words


def visible(events):
    """Those that are not late; the others are so for one request less."""
    seen = [event for event in events if event["late"] <= 0]
    for event in events:
        event["late"] -= 1
    return seen


@instead_of("logs:FilterLogEvents")
def filter_events(call, forward):
    members = call.members
    group = members.get("logGroupName", "")
    if group not in state.log_groups:
        raise Failure("ResourceNotFoundException", "The specified log group does not exist.")
    words = words_of(members.get("filterPattern", ""))
    token = members.get("nextToken")
    known = state.log_groups[group]
    events = known if token else visible(known)
    events = [event for event in events if event["late"] < 0]
    events = [event for event in events if event["time"] >= members.get("startTime", 0)]
    events = sorted((event for event in events if all(word in event["message"] for word in words)), key=lambda e: e["time"])
    size = min(getattr(state, "log_page", LARGEST_PAGE), members.get("limit", LARGEST_PAGE))
    is_small = size < LARGEST_PAGE
    start, is_empty = (int(token[1:]), token[0] == "e") if token else (0, is_small)
    if is_empty:
        return 200, json.dumps({"events": [], "nextToken": f"f{start}"}).encode()
    shown = [
        {
            "eventId": event["id"],
            "logStreamName": "2026/01/02/[$LATEST]0123456789abcdef0123456789abcdef",
            "timestamp": event["time"],
            "ingestionTime": event["time"] + 500,
            "message": event["message"],
        }
        for event in events[start : start + size]
    ]
    answer = {"events": shown, "searchedLogStreams": []}
    if start + size < len(events):
        answer["nextToken"] = f"{'e' if is_small else 'f'}{start + size}"
    return 200, json.dumps(answer).encode()
