"""What RDS answers otherwise than moto: ports, identifiers, secrets of restored clusters, targets of proxies.

  POST /control/namesake        {"name": "db"}: backups of a deleted instance of that name are retained, and listed first
"""

import hashlib
import re
from datetime import timedelta

from aws_emulator import ACCOUNT, control, ghost, rule, shown, state
from aws_emulator_provisioning import answer, now, timestamp, value
from moto.backends import get_backend


def rds(call):
    return get_backend("rds")[ACCOUNT][call.region]


def elements(name, change, body):
    """The answer, with each element of the name changed."""
    return re.sub(f"<{name}>.*?</{name}>", lambda match: change(match.group(0)), body.decode(), flags=re.S).encode()


# --- instances ------------------------------------------------------------------------------------------------------


def resource_id(call, name):
    """moto gives all instances the same one."""
    made = rds(call).databases[name].created if name in rds(call).databases else ""
    return "db-" + hashlib.sha256(f"{call.region} {name} {made}".encode()).hexdigest()[:26].upper()


def _instance(call, text):
    name = value("DBInstanceIdentifier", text)
    text = re.sub("<DbiResourceId>[^<]*<", f"<DbiResourceId>{resource_id(call, name)}<", text)
    # "0" in all answers: only the endpoint has the port
    return re.sub("<DbInstancePort>[^<]*<", "<DbInstancePort>0<", text)


for _action in ("CreateDBInstance", "DescribeDBInstances", "ModifyDBInstance", "RestoreDBInstanceFromDBSnapshot",
                "RestoreDBInstanceToPointInTime"):
    shown(f"rds:{_action}")(lambda call, body: elements("DBInstance", lambda text: _instance(call, text), body))


@control("namesake")
def retain(parameters):
    state.namesakes[parameters["name"]] = now() - timedelta(days=90)


@shown("rds:DescribeDBInstanceAutomatedBackups")
def backups_of_namesakes(call, body):
    """Of deleted instances too, unless the resource ID is asked for."""
    name = call.parameters.get("DBInstanceIdentifier", "").lower()
    own = resource_id(call, name)
    wanted = call.parameters.get("DbiResourceId", "")
    text = body.decode().replace(
        "<DBInstanceAutomatedBackup>", f"<DBInstanceAutomatedBackup><DbiResourceId>{own}</DbiResourceId>"
    )
    if wanted and wanted != own:
        text = re.sub("<DBInstanceAutomatedBackup>.*?</DBInstanceAutomatedBackup>", "", text, flags=re.S)
    end = state.namesakes.get(name)
    if end and not wanted:
        retained = (
            f"<DBInstanceAutomatedBackup><DbiResourceId>db-OLD</DbiResourceId><DBInstanceIdentifier>{name}"
            "</DBInstanceIdentifier><Status>retained</Status><RestoreWindow><EarliestTime>"
            f"{timestamp(end - timedelta(days=7))}</EarliestTime><LatestTime>{timestamp(end)}</LatestTime></RestoreWindow>"
            "</DBInstanceAutomatedBackup>"
        )
        text = text.replace("<DBInstanceAutomatedBackups>", f"<DBInstanceAutomatedBackups>{retained}", 1)
    return text.encode()


# --- secrets --------------------------------------------------------------------------------------------------------


def _restored(action, parameter, find):
    @shown(f"rds:{action}")
    def remember(call, body):
        """A restored cluster reports the secret of its source, which is not its own."""
        source = find(call, call.parameters[parameter])
        if hasattr(source, "master_user_secret"):
            key = call.region, call.parameters["DBClusterIdentifier"]
            state.borrowed[key] = source.master_user_secret.secret_arn
        return body


def _cluster_of_snapshot(call, name):
    snapshot = rds(call).cluster_snapshots.get(name.split(":", 6)[-1])
    return snapshot.cluster if snapshot else None


_restored("RestoreDBClusterFromSnapshot", "SnapshotIdentifier", _cluster_of_snapshot)
_restored("RestoreDBClusterToPointInTime", "SourceDBClusterIdentifier", lambda call, name: rds(call).clusters.get(name))


@shown("rds:ModifyDBCluster")
def managed_now(call, body):
    if call.parameters.get("ManageMasterUserPassword") == "true":
        state.borrowed.pop((call.region, call.parameters["DBClusterIdentifier"]), None)
    return body


def _default_group(text):
    """moto names MySQL's."""
    family = value("Engine", text) + value("EngineVersion", text).split(".")[0]
    return text.replace(">default.aurora8.0<", f">default.{family}<")


for _action in ("CreateDBCluster", "ModifyDBCluster", "RestoreDBClusterFromSnapshot", "RestoreDBClusterToPointInTime"):
    shown(f"rds:{_action}")(lambda call, body: elements("DBCluster", _default_group, body))


def _cluster(call, text):
    text = _default_group(text)
    arn = state.borrowed.get((call.region, value("DBClusterIdentifier", text)))
    if not arn or "<MasterUserSecret>" in text:
        return text
    secret = f"<MasterUserSecret><SecretArn>{arn}</SecretArn><SecretStatus>active</SecretStatus></MasterUserSecret>"
    return text.replace("</DBCluster>", secret + "</DBCluster>")


@shown("rds:DescribeDBClusters")
def secrets_of_sources(call, body):
    return elements("DBCluster", lambda text: _cluster(call, text), body)


# --- the Data API ---------------------------------------------------------------------------------------------------


def _data_api(call, text):
    """moto enables it for the first version of Aurora Serverless alone."""
    key = call.region, value("DBClusterIdentifier", text)
    if call.operation == "CreateDBCluster" and call.parameters.get("EnableHttpEndpoint") == "true":
        state.data_apis.add(key)
    enabled = str(key in state.data_apis).lower()
    return re.sub("<HttpEndpointEnabled>[^<]*<", f"<HttpEndpointEnabled>{enabled}<", text)


for _action in ("CreateDBCluster", "DescribeDBClusters"):
    shown(f"rds:{_action}")(lambda call, body: elements("DBCluster", lambda text: _data_api(call, text), body))


# --- proxies --------------------------------------------------------------------------------------------------------


@shown("rds:DescribeDBProxyTargets")
def tracked_clusters_first(call, body):
    """A cluster is tracked, without a health of its own; its members are the targets that have one."""
    targets = re.findall("<member>.*?</member>", body.decode(), flags=re.S)
    return answer("DescribeDBProxyTargets", f"<Targets>{''.join(_target(call, text) for text in targets)}</Targets>")[1]


def _target(call, text):
    if value("Type", text) != "TRACKED_CLUSTER":
        return text
    cluster = value("RdsResourceId", text)
    tracked = re.sub("<TargetHealth>.*?</TargetHealth>", "", text, flags=re.S)
    health = re.search("<TargetHealth>.*?</TargetHealth>", text, flags=re.S).group(0)
    members = rds(call).clusters[cluster].members if cluster in rds(call).clusters else []
    return tracked + "".join(
        f"<member><RdsResourceId>{member.db_instance_identifier}</RdsResourceId><Port>5432</Port>"
        f"<TrackedClusterId>{cluster}</TrackedClusterId><Type>RDS_INSTANCE</Type>{health}</member>"
        for member in members
    )


@rule("rds:DeleteDBProxy")
def proxy_is_seen_as_deleting(call):
    name = call.parameters["DBProxyName"]
    proxy = rds(call).db_proxies.get(name)
    if proxy and state.polls:
        xml = (
            f"<member><DBProxyName>{name}</DBProxyName><DBProxyArn>{proxy.arn}</DBProxyArn><Status>deleting</Status>"
            f"<EngineFamily>POSTGRESQL</EngineFamily></member>"
        )
        state.passing["ghost", "proxy", call.region, name] = [xml, state.polls]


@rule("rds:DescribeDBProxies")
def deleted_proxy_is_looked_for(call):
    """moto knows it no more: all are asked for, and the others left out again."""
    name = call.parameters.get("DBProxyName", "")
    if ghost(call, "proxy", name):
        call.parameters.pop("DBProxyName")
        call.is_altered = True
        call.ghost = name


@shown("rds:DescribeDBProxies")
def proxies_being_deleted(call, body):
    wanted = getattr(call, "ghost", None)
    if call.parameters.get("DBProxyName"):
        return body
    ghosts = "".join(_fading(call, key) for key in list(state.passing) if key[:3] == ("ghost", "proxy", call.region)
                     and wanted in (None, key[3]))
    if wanted:
        return answer("DescribeDBProxies", f"<DBProxies>{ghosts}</DBProxies>")[1]
    text = body.decode().replace("<DBProxies/>", "<DBProxies></DBProxies>")
    return text.replace("</DBProxies>", f"{ghosts}</DBProxies>").encode()


def _fading(call, key):
    entry = state.passing[key]
    entry[1] -= 1
    if entry[1] <= 0:
        del state.passing[key]
    return entry[0]
