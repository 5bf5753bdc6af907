"""The logs that RDS exports to CloudWatch Logs: which an engine can, and the refusals; moto accepts all."""

import re

import aws_emulator
from aws_emulator import Failure, instead_of
from aws_emulator_power import field
from moto.backends import get_backend

POSSIBLE = {
    "postgres": ["iam-db-auth-error", "postgresql", "upgrade"],
    "aurora-postgresql": ["iam-db-auth-error", "instance", "postgresql"],
}

_versions = aws_emulator.replaced["rds:DescribeDBEngineVersions"]


@instead_of("rds:DescribeDBEngineVersions")
def versions(call, forward):
    status, body, *more = _versions(call, forward)

    def show(match):
        members = "".join(f"<member>{log}</member>" for log in POSSIBLE[field(match.group(0).encode(), "Engine")])
        return match.group(0).replace(
            "</DBEngineVersion>", f"<ExportableLogTypes>{members}</ExportableLogTypes></DBEngineVersion>"
        )

    return status, re.sub("<DBEngineVersion>.*?</DBEngineVersion>", show, body.decode(), flags=re.S).encode(), *more


def _change(kind, store):
    action = f"rds:Modify{kind}"
    following = aws_emulator.replaced.get(action)

    @instead_of(action)
    def modify(call, forward):
        prefix = "CloudwatchLogsExportConfiguration"
        enable, disable = (call.list(f"{prefix}.{name}") for name in ("EnableLogTypes", "DisableLogTypes"))
        found = getattr(get_backend("rds")[aws_emulator.ACCOUNT][call.region], store).get(
            call.parameters[f"{kind}Identifier"]
        )
        if found and (enable or disable):
            for log in enable + disable:
                if log not in POSSIBLE[found.engine]:
                    raise Failure("InvalidParameterCombination", f"You cannot use the log types '{log}' with {found.engine}")
            logs = [log for log in found.enabled_cloudwatch_logs_exports if log not in enable + disable]
            found.enabled_cloudwatch_logs_exports = logs + enable
            call.parameters = {k: v for k, v in call.parameters.items() if not k.startswith(prefix)}
        if following:
            return following(call, lambda parameters=None: forward(parameters or call.parameters))
        status, body, _ = forward(call.parameters)
        if status == 200 and action in aws_emulator.changed:
            body = aws_emulator.changed[action](call, body)
        return status, body


_change("DBInstance", "databases")
_change("DBCluster", "clusters")
