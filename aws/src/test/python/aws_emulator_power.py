"""What RDS does and moto does not when databases are started, stopped, failed over and looked at.

  POST /control/state           {"what": "instance", "name": "db", "state": "storage-full"}: the state that is seen of it
                                once the passing ones are over; an empty one forgets that
"""

import datetime
import re

from aws_emulator import Failure, after, control, instead_of, state

MEMBER = "aurora-postgresql DB instances are not eligible for stopping and starting."


@control("state")
def put_into_state(parameters):
    key = parameters["what"], parameters["name"]
    if parameters["state"]:
        state.final[key] = parameters["state"]
    else:
        state.final.pop(key, None)


def field(body, name):
    found = re.search(rf"<{name}>([^<]*)</{name}>", body.decode())
    return found.group(1) if found else ""


def described(forward, what, name):
    """moto's answer about it; what moto says of a missing one becomes the answer."""
    status, body, _ = forward({"Action": f"DescribeDB{what}s", f"DB{what}Identifier": name, "Version": "2014-10-31"})
    return status, body


def shown(what, name, body, element):
    """The state that the next look would show."""
    entry = state.passing.get((what, name))
    return entry[0] if entry else state.final.get((what, name), field(body, element))


def zone_of(name, moto_says):
    """ "It can take several minutes for the new zone to be shown" (Rebooting a DB instance)."""
    before, now, late = state.zones.get(name, [moto_says, moto_says, 0])
    return before if late > 0 else now


def _change(action, what, allowed, passing):
    """Only from the allowed states; then the passing one is seen for a while."""
    kind = "Instance" if what == "instance" else "Cluster"
    element = "DBInstanceStatus" if what == "instance" else "Status"

    @instead_of(f"rds:{action}DB{kind}")
    def change(call, forward):
        name = call.parameters[f"DB{kind}Identifier"]
        status, body = described(forward, kind, name)
        if status != 200:
            return status, body
        if what == "instance" and action != "Reboot" and field(body, "DBClusterIdentifier"):
            raise Failure("InvalidParameterCombination", MEMBER)
        if what == "instance" and action == "Stop" and "<ReadReplicaDBInstanceIdentifier>" in body.decode():
            raise Failure("InvalidDBInstanceState", f"Cannot stop or start instance {name} because it has Read Replicas")
        if what == "instance" and action == "Stop" and field(body, "ReadReplicaSourceDBInstanceIdentifier"):
            raise Failure("InvalidDBInstanceState", f"Cannot stop or start instance {name} because it is a Read Replica")
        seen = shown(what, name, body, element)
        if seen not in allowed:
            if what == "instance":
                raise Failure("InvalidDBInstanceState", f"Instance {name} is not in {' or '.join(allowed)} state.")
            expected = ",".join(allowed)
            raise Failure(
                "InvalidDBClusterStateFault",
                f"DbCluster {name} is in {seen} state but expected it to be one of {expected}.",
            )
        if call.parameters.get("ForceFailover") == "true":
            if field(body, "MultiAZ") != "true":
                raise Failure(
                    "InvalidParameterCombination",
                    "Failover cannot be forced because the DB instance is not a Multi-AZ deployment.",
                )
            before = zone_of(name, field(body, "AvailabilityZone"))
            after_it = before[:-1] + ("b" if before.endswith("a") else "a")
            state.zones[name] = [before, after_it, state.polls + state.lag]
        status, body, _ = forward()
        if status == 200:
            state.pass_through(what, name, passing)
        return status, body


_RECOVERABLE = "inaccessible-encryption-credentials-recoverable"
_change("Stop", "instance", ["available"], "stopping")
_change("Start", "instance", ["stopped", _RECOVERABLE], "starting")
_change("Reboot", "instance", ["available", "storage-optimization"], "rebooting")
_change("Stop", "cluster", ["available"], "stopping")
_change("Start", "cluster", ["stopped", _RECOVERABLE], "starting")
_change("Failover", "cluster", ["available"], "failing-over")


def _add_what_moto_leaves_out(action, element, name_element, state_element):
    """A stopped one says when AWS starts it again; a failover moves an instance to another zone."""
    @after(action)
    def add(call, body):
        def one(match):
            text = match.group(0)
            name = field(text.encode(), name_element)
            if field(text.encode(), state_element) == "stopped":
                again = state.stopped.setdefault(name, datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=7))
                text = text.replace(
                    f"</{element}>",
                    f"<AutomaticRestartTime>{again:%Y-%m-%dT%H:%M:%SZ}</AutomaticRestartTime></{element}>",
                )
            if name in state.zones:
                text = re.sub(
                    "<AvailabilityZone>[^<]*</AvailabilityZone>(?!.*</DBSubnetGroup>)",
                    f"<AvailabilityZone>{zone_of(name, '')}</AvailabilityZone>",
                    text,
                    flags=re.S,
                )
                state.zones[name][2] -= 1
            return text

        return re.sub(f"<{element}>.*?</{element}>", one, body.decode(), flags=re.S).encode()


_add_what_moto_leaves_out("rds:DescribeDBInstances", "DBInstance", "DBInstanceIdentifier", "DBInstanceStatus")
_add_what_moto_leaves_out("rds:DescribeDBClusters", "DBCluster", "DBClusterIdentifier", "Status")
