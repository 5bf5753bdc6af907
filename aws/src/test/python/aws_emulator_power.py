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


# moto's parameter groups hold what was modified only. AWS has some hundreds, in pages of a hundred, or the ones that the
# filter asks for.


def _parameters(action, group_parameter):
    @instead_of(action)
    def describe(call, forward):
        group = call.parameters[group_parameter]
        status, body, _ = forward()
        if status != 200 and group.startswith("default."):
            # moto does not make the default groups of clusters
            body = b""
        elif status != 200:
            return status, body
        parameters = {f"filler_{number:03}": "" for number in range(250)}
        parameters["rds.force_ssl"] = "1" if _forces_tls(group) else "0"
        for text in re.findall("<Parameter>.*?</Parameter>", body.decode(), flags=re.S):
            parameters[field(text.encode(), "ParameterName")] = field(text.encode(), "ParameterValue")
        names = sorted(parameters)
        for number in range(1, 11):
            name = call.parameters.get(f"Filters.Filter.{number}.Name")
            if name and name != "parameter-name":
                raise Failure("InvalidParameterValue", f"Unrecognized filter name: {name}")
            if name:
                wanted = call.list(f"Filters.Filter.{number}.Values")
                names = [each for each in names if each in wanted]
        first = int(call.parameters.get("Marker") or 0)
        page = names[first : first + int(call.parameters.get("MaxRecords", 100))]
        more = f"<Marker>{first + len(page)}</Marker>" if first + len(page) < len(names) else ""
        rows = "".join(_parameter(name, parameters[name]) for name in page)
        operation = call.operation
        return 200, (
            f'<{operation}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><{operation}Result>'
            f"<Parameters>{rows}</Parameters>{more}</{operation}Result>"
            f"<ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></{operation}Response>"
        ).encode()


def _parameter(name, value):
    told = f"<ParameterValue>{value}</ParameterValue>" if value else ""
    return f"<Parameter><ParameterName>{name}</ParameterName>{told}</Parameter>"


def _forces_tls(group):
    """Default from PostgreSQL 15 on RDS, and from Aurora PostgreSQL 17."""
    family = re.search(r"(aurora-)?postgresq?l?(\d+)", group)
    return bool(family) and int(family.group(2)) >= (17 if family.group(1) else 15)


_parameters("rds:DescribeDBParameters", "DBParameterGroupName")
_parameters("rds:DescribeDBClusterParameters", "DBClusterParameterGroupName")
