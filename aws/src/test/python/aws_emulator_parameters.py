"""The parameters of parameter groups, as RDS describes, checks and applies them; moto stores what it is given only.

AWS has some hundreds, in pages of a hundred, or the ones that a filter asks for. A static parameter, and a group that was
assigned, wait for a reboot of the instance, and until then the status of its group is pending-reboot.
"""

import re
from xml.sax.saxutils import escape

import aws_emulator
from aws_emulator import Failure, after, instead_of
from aws_emulator_power import field
from moto.backends import get_backend

# name: (default, dynamic or static, type, allowed values, can be changed, description)
CATALOG = {
    "autovacuum": ("1", "dynamic", "boolean", "0,1", True, "Starts the autovacuum subprocess."),
    "data_checksums": ("", "static", "boolean", "0,1", False, "Shows whether data checksums are turned on."),
    "default_transaction_isolation": (
        "", "dynamic", "string", "serializable,repeatable read,read committed,read uncommitted", True,
        "Sets the transaction isolation level of each new transaction.",
    ),
    "log_min_duration_statement": (
        "", "dynamic", "integer", "-1-2147483647", True,
        "(ms) Sets the minimum execution time above which statements will be logged.",
    ),
    "max_connections": (
        "LEAST({DBInstanceClassMemory/9531392},5000)", "static", "integer", "6-262143", True,
        "Sets the maximum number of concurrent connections.",
    ),
    "pgaudit.log": (
        "", "dynamic", "list", "ddl,function,misc,read,role,write,none,all,-ddl,-function,-misc,-read,-role,-write", True,
        "Specifies which classes of statements will be logged by session audit logging.",
    ),
    "pgaudit.role": (
        "", "dynamic", "string", "rds_pgaudit", True, "Specifies the master role to use for object audit logging.",
    ),
    "random_page_cost": ("", "dynamic", "float", "0-1.79769e+308", True, "Sets the planner's estimate of a page."),
    "rds.force_ssl": ("", "dynamic", "boolean", "0,1", True, "Force SSL connections."),
    "rds.logical_replication": ("0", "static", "boolean", "0,1", True, "Enables logical decoding."),
    "shared_preload_libraries": (
        "pg_stat_statements", "static", "list",
        "auto_explain,orafce,pgaudit,pglogical,pg_bigm,pg_cron,pg_hint_plan,pg_prewarm,pg_similarity,"
        "pg_stat_statements,pg_tle,pg_transport,plprofiler,plrust", True,
        "Lists shared libraries to preload into server.",
    ),
    "work_mem": (
        "", "dynamic", "integer", "64-2147483647", True, "(kB) Sets the maximum memory to be used for query workspaces.",
    ),
    **{f"filler_{number:03}": ("", "dynamic", "string", "", True, "Fills pages.") for number in range(250)},
}

# what Aurora has in the groups of its clusters only
OF_CLUSTERS = {"rds.force_ssl", "rds.logical_replication"}
MOST = 20


def rds(call):
    return get_backend("rds")[aws_emulator.ACCOUNT][call.region]


def answer(call, result):
    name = call.operation
    return 200, (
        f'<{name}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><{name}Result>{result}</{name}Result>'
        f"<ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></{name}Response>"
    ).encode()


def catalog(family, of_clusters):
    """The parameters that groups of the family have."""
    left_out = OF_CLUSTERS if family.startswith("aurora") and not of_clusters else set()
    parameters = {name: list(entry) for name, entry in CATALOG.items() if name not in left_out}
    if "rds.force_ssl" in parameters:
        parameters["rds.force_ssl"][0] = "1" if _forces_tls(family) else "0"
    return parameters


def _forces_tls(family):
    """Default from PostgreSQL 15 on RDS, and from Aurora PostgreSQL 17."""
    version = re.search(r"(aurora-)?postgresq?l?(\d+)", family)
    return bool(version) and int(version.group(2)) >= (17 if version.group(1) else 15)


def default_family(group):
    return group[len("default.") :]


def own_family(group):
    return getattr(group, "family", None) or group.db_parameter_group_family


def xml(name, entry, changed):
    default, apply_type, data_type, allowed, modifiable, description = entry
    value = changed.get("ParameterValue", default)
    told = f"<ParameterValue>{escape(value)}</ParameterValue>" if value else ""
    limits = f"<AllowedValues>{escape(allowed)}</AllowedValues>" if allowed else ""
    source = "user" if changed else "system" if default else "engine-default"
    method = changed.get("ApplyMethod", "pending-reboot")
    return (
        f"<Parameter><ParameterName>{name}</ParameterName>{told}<Description>{escape(description)}</Description>"
        f"<Source>{source}</Source><ApplyType>{apply_type}</ApplyType><DataType>{data_type}</DataType>{limits}"
        f"<IsModifiable>{str(modifiable).lower()}</IsModifiable><ApplyMethod>{method}</ApplyMethod></Parameter>"
    )


def page(call, parameters, changed):
    """One page of those that the filter and the source leave."""
    names = sorted(parameters)
    for number in range(1, 11):
        name = call.parameters.get(f"Filters.Filter.{number}.Name")
        if name and name != "parameter-name":
            raise Failure("InvalidParameterValue", f"Unrecognized filter name: {name}")
        if name:
            wanted = call.list(f"Filters.Filter.{number}.Values")
            names = [each for each in names if each in wanted]
    source = call.parameters.get("Source")
    rows = [row for row in (xml(each, parameters[each], changed.get(each, {})) for each in names)
            if not source or f"<Source>{source}<" in row]
    first = int(call.parameters.get("Marker") or 0)
    shown = rows[first : first + int(call.parameters.get("MaxRecords", 100))]
    more = f"<Marker>{first + len(shown)}</Marker>" if first + len(shown) < len(rows) else ""
    return f"<Parameters>{''.join(shown)}</Parameters>{more}"


def users(call, group, of_clusters):
    """The instances that the group applies to."""
    backend = rds(call)
    if not of_clusters:
        return [each for each in backend.databases.values()
                if group in [used.name for used in each.db_parameter_groups()]]
    clusters = [name for name, each in backend.clusters.items() if each.parameter_group == group]
    return [each for each in backend.databases.values() if each.db_cluster_identifier in clusters]


def _groups(prefix, store, of_clusters):
    """What is the same for the groups of instances and of clusters."""
    group_parameter = f"{prefix}ParameterGroupName"

    def group_of(call, name):
        found = getattr(rds(call), store).get(name)
        if not found:
            raise Failure("DBParameterGroupNotFound", f"DBParameterGroup not found: {name}", 404)
        return found

    def family_of(call, name):
        return default_family(name) if name.startswith("default.") else own_family(group_of(call, name))

    def changed_in(call, name):
        return {} if name.startswith("default.") else group_of(call, name).parameters

    @instead_of(f"rds:Describe{prefix}Parameters")
    def describe(call, forward):
        name = call.parameters[group_parameter]
        return answer(call, page(call, catalog(family_of(call, name), of_clusters), changed_in(call, name)))

    def requested(call):
        """The parameters of the request, by name."""
        pattern = re.compile(r"Parameters\.(?:\w+\.)?(\d+)\.(\w+)$")
        found = {}
        for key, value in call.parameters.items():
            if match := pattern.match(key):
                found.setdefault(match.group(1), {})[match.group(2)] = value
        return {each["ParameterName"]: each for each in found.values()}

    def checked(call):
        name = call.parameters[group_parameter]
        if name.startswith("default."):
            raise Failure("InvalidDBParameterGroupState", f"The default group {name} cannot be modified.")
        parameters = catalog(own_family(group_of(call, name)), of_clusters)
        wanted = requested(call)
        if len(wanted) > MOST:
            raise Failure("InvalidParameterValue", f"A maximum of {MOST} parameters can be modified in one request.")
        for each in wanted.values():
            entry = parameters.get(each["ParameterName"])
            if not entry:
                raise Failure("InvalidParameterValue", f"Could not find parameter with name: {each['ParameterName']}")
            if not entry[4]:
                raise Failure("InvalidParameterValue", f"The parameter {each['ParameterName']} cannot be modified.")
            if entry[1] == "static" and each.get("ApplyMethod") != "pending-reboot":
                raise Failure("InvalidParameterCombination", "cannot use immediate apply method for static parameter")
        return group_of(call, name), wanted, any(parameters[each][1] == "static" for each in wanted)

    def wait_for_reboot(call, group, static):
        for instance in users(call, group.name, of_clusters) if static else []:
            instance.waits_for_reboot = True

    @instead_of(f"rds:Modify{prefix}ParameterGroup")
    def modify(call, forward):
        group, wanted, static = checked(call)
        for name, each in wanted.items():
            group.parameters[name] = {"ParameterName": name, **each}
        wait_for_reboot(call, group, static)
        return answer(call, f"<{group_parameter}>{group.name}</{group_parameter}>")

    @instead_of(f"rds:Reset{prefix}ParameterGroup")
    def reset(call, forward):
        if call.parameters.get("ResetAllParameters") == "true":
            raise Failure("InvalidParameterCombination", "the tests reset parameters by name")
        group, wanted, static = checked(call)
        for name in wanted:
            group.parameters.pop(name, None)
        wait_for_reboot(call, group, static)
        return answer(call, f"<{group_parameter}>{group.name}</{group_parameter}>")


_groups("DB", "db_parameter_groups", False)
_groups("DBCluster", "db_cluster_parameter_groups", True)


def _defaults(action, of_clusters):
    @instead_of(f"rds:{action}")
    def describe(call, forward):
        family = call.parameters["DBParameterGroupFamily"]
        parameters = page(call, catalog(family, of_clusters), {})
        return answer(
            call,
            f"<EngineDefaults><DBParameterGroupFamily>{family}</DBParameterGroupFamily>{parameters}</EngineDefaults>",
        )


_defaults("DescribeEngineDefaultParameters", False)
_defaults("DescribeEngineDefaultClusterParameters", True)


# --- a group that was assigned, and one that changed, wait for the reboot ---------------------------------------------


@after("rds:ModifyDBInstance")
def assigned(call, body):
    instance = rds(call).databases.get(call.parameters["DBInstanceIdentifier"])
    if instance and "DBParameterGroupName" in call.parameters:
        instance.waits_for_reboot = True
    return body


@after("rds:ModifyDBCluster")
def assigned_to_cluster(call, body):
    if "DBClusterParameterGroupName" in call.parameters:
        for instance in rds(call).databases.values():
            if instance.db_cluster_identifier == call.parameters["DBClusterIdentifier"]:
                instance.waits_for_reboot = True
    return body


@after("rds:DescribeDBInstances")
def show_instances(call, body):
    def show(match):
        instance = rds(call).databases.get(field(match.group(0).encode(), "DBInstanceIdentifier"))
        if not getattr(instance, "waits_for_reboot", False) or instance.db_cluster_identifier:
            return match.group(0)
        return match.group(0).replace(">in-sync</ParameterApplyStatus>", ">pending-reboot</ParameterApplyStatus>")

    return re.sub("<DBInstance>.*?</DBInstance>", show, body.decode(), flags=re.S).encode()


@after("rds:DescribeDBClusters")
def show_clusters(call, body):
    """moto gives clusters a group of MySQL, and their members no status."""

    def member(match):
        text = re.sub("<DBClusterParameterGroupStatus>[^<]*</DBClusterParameterGroupStatus>", "", match.group(0))
        instance = rds(call).databases.get(field(text.encode(), "DBInstanceIdentifier"))
        seen = "pending-reboot" if getattr(instance, "waits_for_reboot", False) else "in-sync"
        return text.replace(
            "</DBClusterMember>",
            f"<DBClusterParameterGroupStatus>{seen}</DBClusterParameterGroupStatus></DBClusterMember>",
        )

    def show(match):
        text = match.group(0)
        engine, version = (field(text.encode(), name) for name in ("Engine", "EngineVersion"))
        family = engine + version.split(".")[0]
        return text.replace("<DBClusterParameterGroup>default.aurora8.0<", f"<DBClusterParameterGroup>default.{family}<")

    text = re.sub("<DBClusterMember>.*?</DBClusterMember>", member, body.decode(), flags=re.S)
    return re.sub("<DBCluster>.*?</DBCluster>", show, text, flags=re.S).encode()


_reboot = aws_emulator.replaced["rds:RebootDBInstance"]


@instead_of("rds:RebootDBInstance")
def reboot(call, forward):
    status, body, *more = _reboot(call, forward)
    instance = rds(call).databases.get(call.parameters["DBInstanceIdentifier"])
    if status == 200 and instance:
        instance.waits_for_reboot = False
    return status, body, *more
