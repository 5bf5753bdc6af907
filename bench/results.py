"""The results of the comparisons: what was recorded, the document and the charts made of it."""

import json
import typing

from drawing import Bar, chart

HEAD = """# Results of the benchmarks

Written by `bench/run` from `bench/results.jsonl`. [docs/performance.md](../docs/performance.md) explains the figures.

Each figure is a median of runs in turn with the other side. "Ratio" is the figure of db-ops divided by the other one.
Processor time is in milliseconds: of the program, plus that of the database servers where it was measured. Memory is
the largest resident set. db-ops is always the first of two figures.
"""
NAMES = {"ms": "milliseconds", "processor ms": "milliseconds of processors, program and server"}


# the scripts whose comparisons are with another program that does the same work for a person at a terminal
CHARTED = ("cognito-sync", "load", "query", "replay", "sg-update", "startup")


class Section(typing.NamedTuple):
    """What one script has measured in one run."""
    script: str
    date: str
    commit: str
    machine: str
    rounds: int | None
    versions: dict
    rows: list


def section(script, date, commit, machine, lines):
    """A section of the lines that the script has recorded (measuring.record)."""
    found = [json.loads(line) for line in lines]
    versions = {line["program"]: line["version"] for line in found if "program" in line}
    rounds = [line["rounds"] for line in found if "rounds" in line]
    return Section(script, date, commit, machine, rounds[-1] if rounds else None, versions,
                   [line for line in found if "row" in line])


def read(text):
    return [Section(**json.loads(line)) for line in text.splitlines()]


def write(sections):
    """A line a section, by script: read returns the same sections."""
    return "".join(json.dumps(each._asdict()) + "\n" for each in sorted(sections))


def merged(earlier, later):
    """The sections, without earlier ones of the same scripts."""
    new = {each.script for each in later}
    return sorted([each for each in earlier if each.script not in new] + later)


def number(value):
    """A number with three digits that count, or all of a larger one."""
    if value is None:
        return ""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def processor(side):
    if side is None or side["processor"] is None:
        return ""
    server = "" if side["server"] is None else f" + {number(side['server'])}"
    return number(side["processor"]) + server


def ratio(row):
    """The figure of db-ops divided by the other; None without another."""
    theirs = row["theirs"]
    return row["ours"]["value"] / theirs["value"] if theirs and theirs["value"] else None


def both(first, second):
    """Two texts in a cell, the second of which may be missing."""
    return f"{first} / {second}" if second else first


def cells(row):
    ours, theirs = row["ours"], row["theirs"]
    unit = NAMES.get(row["unit"], row["unit"]) + (", more is better" if row["more_is_better"] else "")
    memory = both(number(ours["memory"]), number(theirs["memory"]) if theirs else "")
    return [row["row"], unit, number(ours["value"]), row["peer"], number(theirs["value"]) if theirs else "",
            number(ratio(row)), row["goal"], both(processor(ours), processor(theirs)), memory]


def document(sections):
    """The results as Markdown."""
    parts = [HEAD]
    for each in sections:
        rounds = f", {each.rounds} rounds" if each.rounds else ""
        versions = ", ".join(f"{program} {version}" for program, version in sorted(each.versions.items()))
        parts.append(f"## bench/{each.script}\n\n{each.date}, commit {each.commit}{rounds}. {each.machine}.\n\n{versions}.\n\n"
                     "| | unit | db-ops | compared with | | ratio | goal | processor time | MiB |\n"
                     "|---|---|---|---|---|---|---|---|---|\n"
                     + "".join("| " + " | ".join(text.replace("|", "\\|") for text in cells(row)) + " |\n"
                               for row in each.rows))
    return "\n".join(parts)


def charts(sections):
    """The charts by file name."""
    drawn = {"time.svg": time_chart(sections), "load-remote.svg": load_chart(sections)}
    return {name: svg for name, svg in drawn.items() if svg}


def relative_time(row):
    """The time of db-ops relative to the other program's, also where a rate was measured."""
    return 1 / ratio(row) if row["more_is_better"] else ratio(row)


def time_chart(sections):
    """Each comparison with one bar: 1 is the time of the other program."""
    bars = []
    for each in sections:
        for row in each.rows if each.script in CHARTED else ():
            if ratio(row) and row["unit"] in ("ms", "events/s"):
                time = relative_time(row)
                bars.append(Bar(f"{row['row']}, beside {row['peer']}", time, number(time), True))
    return chart("Time of db-ops relative to other programs", "Shorter is faster; the line is the other program.", bars,
                 1) if bars else ""


def load_chart(sections):
    """The loads behind a round trip by each program."""
    rows = [row for each in sections if each.script == "load" for row in each.rows if "ms away" in row["row"]]
    if not rows:
        return ""
    bars = [Bar("db-ops", rows[0]["ours"]["value"], seconds(rows[0]["ours"]["value"]), True)]
    bars += [Bar(row["peer"], row["theirs"]["value"], seconds(row["theirs"]["value"]), False) for row in rows]
    return chart(f"Load a dump of {rows[0]['row']}", "Seconds; shorter is better.", bars)


def seconds(milliseconds):
    return f"{number(milliseconds / 1000)} s"
