"""Snapshots of another account that it shares with this one.

  POST /control/shared-snapshot {"kind": "DBSnapshot", "name": "theirs", "encrypted": false}: another account has a
                                snapshot of that name (or a DBClusterSnapshot) and shares it; answers its ARN

"A shared manual DB snapshot must be identified by its ARN", is described with IncludeShared or by its type only, and
restored only when it is not encrypted: "make a copy of the DB snapshot and restore the DB instance from the copy".
"""

import json
import re

from aws_emulator import ACCOUNT, Failure, control, rule, shown, state
from moto.backends import get_backend

OTHER = "210987654321"
REGION = "eu-central-1"
KINDS = {
    "DBSnapshot": ("database_snapshots", "DBSnapshotIdentifier", "snapshot", "DBSnapshotNotFound"),
    "DBClusterSnapshot": (
        "cluster_snapshots",
        "DBClusterSnapshotIdentifier",
        "cluster-snapshot",
        "DBClusterSnapshotNotFoundFault",
    ),
}


@control("shared-snapshot")
def share(parameters):
    backend = get_backend("rds")[OTHER][REGION]
    name = parameters["name"]
    common = {
        "engine_version": parameters.get("version", "17.6" if parameters["kind"] == "DBSnapshot" else "17.5"),
        "master_username": "postgres",
        "master_user_password": "secret99",
        "storage_encrypted": parameters.get("encrypted", False),
    }
    if parameters["kind"] == "DBSnapshot":
        backend.create_db_instance(
            {"db_instance_identifier": name + "-db", "engine": "postgres", "db_instance_class": "db.t4g.micro",
             "allocated_storage": 20, **common}
        )
        backend.create_db_snapshot(name + "-db", name)
        arn = f"arn:aws:rds:{REGION}:{OTHER}:snapshot:{name}"
    else:
        backend.create_db_cluster(
            {"db_cluster_identifier": name + "-db", "engine": "aurora-postgresql", **common}
        )
        backend.create_db_cluster_snapshot(name + "-db", name)
        arn = f"arn:aws:rds:{REGION}:{OTHER}:cluster-snapshot:{name}"
    state.shared.add(arn)
    return json.dumps(arn).encode()


def is_foreign(identifier):
    return identifier.startswith("arn:") and identifier.split(":")[4] != ACCOUNT


def snapshot_of(identifier, kind):
    """The snapshot that is shared under this ARN, or None."""
    if identifier not in state.shared:
        return None
    store = getattr(get_backend("rds")[OTHER][identifier.split(":")[3]], KINDS[kind][0])
    return store.get(identifier.split(":", 6)[6])


def _described(kind):
    store, parameter, _, code = KINDS[kind]

    @rule(f"rds:Describe{kind}s")
    def check(call):
        identifier = call.parameters.get(parameter, "")
        if not is_foreign(identifier):
            return
        asked = call.parameters.get("IncludeShared") == "true" or call.parameters.get("SnapshotType") == "shared"
        if not asked or not snapshot_of(identifier, kind):
            raise Failure(code, f"{kind} {identifier} not found.", 404)
        call.account, call.is_altered = OTHER, True
        call.parameters[parameter] = identifier.split(":", 6)[6]
        for name in ("IncludeShared", "SnapshotType"):
            call.parameters.pop(name, None)


for _kind in KINDS:
    _described(_kind)


def _identified(kind):
    parameter = KINDS[kind][1]

    @shown(f"rds:Describe{kind}s")
    def show(call, body):
        """In place of its name it has its ARN."""
        if call.account == ACCOUNT:
            return body
        arn = re.search(f"<{kind}Arn>([^<]*)<", body.decode()).group(1)
        text = re.sub(f"<{parameter}>[^<]*<", f"<{parameter}>{arn}<", body.decode(), count=1)
        return text.replace("<SnapshotType>manual<", "<SnapshotType>shared<").encode()


for _kind in KINDS:
    _identified(_kind)


def _restored(action, kind, parameter):
    @rule(f"rds:{action}")
    def check(call):
        identifier = call.parameters[parameter]
        if not is_foreign(identifier):
            return
        snapshot = snapshot_of(identifier, kind)
        if not snapshot:
            raise Failure(KINDS[kind][3], f"{kind} {identifier} not found.", 404)
        if snapshot.encrypted:
            raise Failure(
                "InvalidParameterCombination", "You can't restore from a snapshot that is both shared and encrypted."
            )


_restored("RestoreDBInstanceFromDBSnapshot", "DBSnapshot", "DBSnapshotIdentifier")
_restored("RestoreDBClusterFromSnapshot", "DBClusterSnapshot", "SnapshotIdentifier")


def _copied(kind):
    parameter = "Source" + KINDS[kind][1]

    @rule(f"rds:Copy{kind}")
    def check(call):
        """ "If you copy an encrypted snapshot that is shared from another account, you must specify KmsKeyId"."""
        identifier = call.parameters[parameter]
        if not is_foreign(identifier):
            return
        snapshot = snapshot_of(identifier, kind)
        if not snapshot:
            raise Failure(KINDS[kind][3], f"{kind} {identifier} not found.", 404)
        if snapshot.encrypted and "KmsKeyId" not in call.parameters:
            raise Failure("InvalidParameterCombination", "KmsKeyId is required to copy a shared, encrypted snapshot.")


for _kind in KINDS:
    _copied(_kind)
