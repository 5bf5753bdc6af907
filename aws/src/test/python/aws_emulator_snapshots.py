"""What RDS refuses when snapshots are deleted, and how old they are; moto deletes all, and all are new.

  POST /control/snapshot-age    {"region": "eu-central-1", "name": "a", "days": 100}: the snapshot was taken that long ago
"""

import datetime

import aws_emulator
from aws_emulator import Failure, control, instead_of
from moto.backends import get_backend

STORES = {"DBSnapshot": "database_snapshots", "DBClusterSnapshot": "cluster_snapshots"}


@control("snapshot-age")
def age(parameters):
    backend = get_backend("rds")[aws_emulator.ACCOUNT][parameters["region"]]
    for store in STORES.values():
        snapshot = getattr(backend, store).get(parameters["name"])
        if snapshot:
            taken = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=parameters["days"])
            snapshot.created = taken


def _delete(kind, store):
    @instead_of(f"rds:Delete{kind}")
    def delete(call, forward):
        name = call.parameters[f"{kind}Identifier"]
        snapshot = getattr(get_backend("rds")[aws_emulator.ACCOUNT][call.region], store).get(name)
        if snapshot and snapshot.snapshot_type != "manual":
            fault = "Fault" if "Cluster" in kind else ""
            raise Failure(f"Invalid{kind}State{fault}", f"{name} is not a manual snapshot")
        return forward()[:2]


for kind, store in STORES.items():
    _delete(kind, store)
