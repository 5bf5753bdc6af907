"""The daily work with RDS: what moto lacks when databases are listed, modified and rebooted, and their events.

  POST /control/deny            {"region": "eu-west-1", "code": "AccessDenied"}: the region refuses every call like this
  POST /control/event           {"time": "2026-01-02T10:00:00Z", "source": "db", "type": "db-instance",
                                 "categories": ["failover"], "message": "..."}: it has happened
"""

import re
from datetime import datetime, timedelta, timezone

import aws_emulator
from aws_emulator import Failure, after, control, instead_of, state
from aws_emulator_power import described, field, shown
from aws_emulator_provisioning import CLASS
from moto.backends import get_backend


@control("deny")
def deny(parameters):
    state.denied[parameters["region"]] = parameters["code"]


# --- events: RDS keeps them for 14 days, and gives those of the last hour unless a duration says otherwise -----------------

SOURCES = {"db-instance", "db-cluster", "db-snapshot", "db-cluster-snapshot", "db-proxy", "db-parameter-group"}
FORTNIGHT = 14 * 24 * 60
PAGE = 100


@control("event")
def happen(parameters):
    state.events.append(parameters)


def answer(action, result):
    return 200, (
        f'<{action}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><{action}Result>{result}</{action}Result>'
        f"<ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></{action}Response>"
    ).encode()


@instead_of("rds:DescribeEvents")
def describe_events(call, forward):
    source, kind = call.parameters.get("SourceIdentifier"), call.parameters.get("SourceType")
    if kind and kind not in SOURCES:
        raise Failure("InvalidParameterValue", f"Invalid source type: {kind}")
    if source and not kind:
        raise Failure("InvalidParameterCombination", "You must specify a source type with a source identifier.")
    minutes = int(call.parameters.get("Duration", 60))
    if not 0 < minutes <= FORTNIGHT:
        raise Failure("InvalidParameterValue", "The duration must be between 1 and 20160 minutes.")
    since = datetime.now(timezone.utc) - timedelta(minutes=minutes)
    categories = set(call.list("EventCategories"))
    found = [
        event
        for event in state.events
        if (not source or event["source"] == source)
        and (not kind or event["type"] == kind)
        and time_of(event) >= since
        and (not categories or categories & set(event["categories"]))
    ]
    start = int(call.parameters.get("Marker", "0"))
    shown = found[start : start + int(call.parameters.get("MaxRecords", PAGE))]
    marker = f"<Marker>{start + len(shown)}</Marker>" if start + len(shown) < len(found) else ""
    return answer("DescribeEvents", f"<Events>{''.join(map(event_xml, shown))}</Events>{marker}")


def time_of(event):
    return datetime.fromisoformat(event["time"].replace("Z", "+00:00"))


def event_xml(event):
    categories = "".join(f"<EventCategory>{category}</EventCategory>" for category in event["categories"])
    return (
        f"<Event><SourceIdentifier>{event['source']}</SourceIdentifier><SourceType>{event['type']}</SourceType>"
        f"<Message>{event['message']}</Message><EventCategories>{categories}</EventCategories>"
        f"<Date>{event['time']}</Date></Event>"
    )


# --- reboots: static parameters take effect, and Multi-AZ clusters reboot as a whole -------------------------------------


def before(action):
    """The function may refuse the call, or answer it; what was registered before answers otherwise."""

    def register(function):
        following = aws_emulator.replaced.get(action)

        def replacement(call, forward):
            own = function(call, forward)
            if own is not None:
                return own
            if following:
                return following(call, forward)
            status, body, _ = forward(call.parameters)
            if status == 200 and action in aws_emulator.changed:
                body = aws_emulator.changed[action](call, body)
            return status, body

        aws_emulator.replaced[action] = replacement
        return function

    return register


@before("rds:RebootDBInstance")
def reboot_instance(call, forward):
    name = call.parameters["DBInstanceIdentifier"]
    groups = state.described.get(name, {})
    if "DBParameterGroups" in groups:
        groups["DBParameterGroups"] = groups["DBParameterGroups"].replace("pending-reboot", "in-sync")


@instead_of("rds:RebootDBCluster")
def reboot_cluster(call, forward):
    name = call.parameters["DBClusterIdentifier"]
    status, body = described(forward, "Cluster", name)
    if status != 200:
        return status, body
    if field(body, "Engine").startswith("aurora"):
        raise Failure("InvalidParameterCombination", "Rebooting an Aurora DB cluster is not supported.")
    if shown("cluster", name, body, "Status") != "available":
        raise Failure("InvalidDBClusterStateFault", f"DbCluster {name} is not in available state.")
    state.pass_through("cluster", name, "rebooting")
    found = re.search("<DBCluster>.*</DBCluster>", body.decode(), flags=re.S)
    return answer("RebootDBCluster", found.group(0))


# --- modifications: some wait for the maintenance window, or take time ----------------------------------------------------

# by name in the request and in PendingModifiedValues; to moto's name
WAITING = {
    "DBInstanceClass": "db_instance_class",
    "AllocatedStorage": "allocated_storage",
    "StorageType": "storage_type",
    "Iops": "iops",
    "StorageThroughput": "storage_throughput",
    "MultiAZ": "multi_az",
    "BackupRetentionPeriod": "backup_retention_period",
    "EngineVersion": "engine_version",
    "CACertificateIdentifier": "ca_certificate_identifier",
}
OF_CLUSTER = {"AllocatedStorage", "StorageType", "Iops", "MultiAZ", "BackupRetentionPeriod", "EngineVersion"}
MODIFIABLE = ("available", "storage-optimization", "storage-full")
AUTHORITIES = ("rds-ca-rsa2048-g1", "rds-ca-rsa4096-g1", "rds-ca-ecc384-g1")


@before("rds:ModifyDBInstance")
def modify_instance(call, forward):
    name = call.parameters["DBInstanceIdentifier"] = call.parameters["DBInstanceIdentifier"].lower()
    status, body = described(forward, "Instance", name)
    if status != 200:
        return None
    check_modification(call, name, body)
    asked = {key: value for key, value in call.parameters.items() if key in WAITING}
    if call.parameters.get("ApplyImmediately") == "true":
        asked.pop("EngineVersion", None)  # an upgrade (aws_emulator_upgrade)
    retention = asked.get("BackupRetentionPeriod")
    if retention and (retention == "0") == (field(body, "BackupRetentionPeriod") == "0"):
        del asked["BackupRetentionPeriod"]
    for key in asked:
        del call.parameters[key]
    waiting = state.waiting_values.setdefault(name, {})
    waiting.update(asked)
    if call.parameters.get("ApplyImmediately") != "true":
        return None
    del state.waiting_values[name]
    if waiting and state.polls:
        state.applied_values[name] = waiting
        state.pass_through("instance", name, "modifying")
    else:
        apply(call, name, waiting)
    return None


def check_modification(call, name, body):
    seen = shown("instance", name, body, "DBInstanceStatus")
    if seen not in MODIFIABLE:
        raise Failure("InvalidDBInstanceState", f"Database instance is not in available state: {name} is {seen}.")
    if field(body, "DBClusterIdentifier") and OF_CLUSTER & set(call.parameters):
        raise Failure("InvalidParameterCombination", "The requested DB Instance will be a member of a DB Cluster.")
    size, asked = int(field(body, "AllocatedStorage") or 0), int(call.parameters.get("AllocatedStorage", "65536"))
    if asked < size:
        raise Failure("InvalidParameterCombination", f"Invalid storage size: {asked} is smaller than {size}.")
    wanted = call.parameters.get("DBInstanceClass")
    if wanted and wanted != "db.serverless" and not CLASS.match(wanted):
        raise Failure(
            "InvalidParameterCombination",
            "RDS does not support creating a DB instance with the following combination: "
            f"DBInstanceClass={wanted}, Engine={field(body, 'Engine')}, EngineVersion={field(body, 'EngineVersion')}.",
        )
    authority = call.parameters.get("CACertificateIdentifier")
    if authority and authority not in AUTHORITIES:
        raise Failure("CertificateNotFound", f"CertificateNotFound: {authority}", 404)


def apply(call, name, values):
    kinds = {"true": True, "false": False}
    typed = {
        WAITING[key]: kinds.get(value, int(value) if value.isdigit() else value) for key, value in values.items()
    }
    get_backend("rds")[aws_emulator.ACCOUNT][call.region].modify_db_instance(name, typed)
    if "AllocatedStorage" in values and state.final.get(("instance", name)) == "storage-full":
        del state.final["instance", name]


@after("rds:DescribeDBInstances")
def pending_values(call, body):
    def show(match):
        text = match.group(0)
        name = field(text.encode(), "DBInstanceIdentifier")
        applied = state.applied_values.get(name)
        if applied and ("instance", name) not in state.passing:
            apply(call, name, state.applied_values.pop(name))
            applied = None
        values = {**(applied or {}), **state.waiting_values.get(name, {})}
        if not values:
            return text
        xml = "".join(f"<{key}>{value}</{key}>" for key, value in values.items())
        text = re.sub("<PendingModifiedValues>.*?</PendingModifiedValues>|<PendingModifiedValues/>", "", text, flags=re.S)
        return text.replace("</DBInstance>", f"<PendingModifiedValues>{xml}</PendingModifiedValues></DBInstance>")

    return re.sub("<DBInstance>.*?</DBInstance>", show, body.decode(), flags=re.S).encode()


@before("rds:ModifyDBCluster")
def modify_cluster(call, forward):
    name = call.parameters["DBClusterIdentifier"]
    status, body = described(forward, "Cluster", name)
    if status != 200:
        return status, body
    seen = shown("cluster", name, body, "Status")
    if seen != "available":
        raise Failure("InvalidDBClusterStateFault", f"DbCluster {name} is in {seen} state.")
    aurora = field(body, "Engine").startswith("aurora")
    if aurora and {"AllocatedStorage", "Iops", "DBClusterInstanceClass"} & set(call.parameters):
        raise Failure("InvalidParameterCombination", "These settings are for Multi-AZ DB clusters only.")
    if call.parameters.get("ApplyImmediately") == "true":
        state.pass_through("cluster", name, "modifying")
    return None
