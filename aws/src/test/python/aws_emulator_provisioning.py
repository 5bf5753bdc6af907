"""What RDS refuses, and how long it takes, when databases, snapshots and proxies are made and deleted.

moto accepts nearly everything and does it at once. What is here comes on top of what the other modules registered.
"""

import re
from datetime import datetime, timedelta, timezone

import aws_emulator
from moto.backends import get_backend
from moto.rds.models import RDSBackend

VERSIONS = {
    "postgres": ["13.22", "14.9", "14.19", "15.14", "16.4", "16.10", "17.4", "17.6"],
    "aurora-postgresql": ["15.13", "16.8", "16.9", "17.5"],
}
DEFAULTS = {"postgres": "17.6", "aurora-postgresql": "17.5"}
CLASS = re.compile(r"db\.(t3|t4g|m[5-8]g?|r[5-8]g?)\.(micro|small|medium|large|\d*xlarge)$")
PAGE = 20
WEEK = timedelta(days=7)
DELAY = timedelta(minutes=5)
DEFAULT_KEY = "default_kms_key_id"
OWN_KEY = "alias/shared"


def timestamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def parse(text):
    return datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)


def now():
    return datetime.now(timezone.utc)


def element(name, text):
    return re.findall(f"<{name}>.*?</{name}>", text, re.S)


def value(name, text, default=""):
    found = re.search(f"<{name}>([^<]*)</{name}>", text)
    return found.group(1) if found else default


def answer(action, result):
    return 200, (
        f'<{action}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><{action}Result>{result}'
        f"</{action}Result><ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></{action}Response>"
    ).encode()


def snapshot_of_arn(backend, identifier, resource_type, not_found_exception):
    """moto takes what is behind the last colon for the name; those of automated snapshots have one."""
    region, account, name = backend.region_name, backend.account_id, identifier
    if identifier.startswith("arn:"):
        _, _, _, region, account, _, name = identifier.split(":", 6)
    snapshots = get_backend("rds")[account][region].resource_map[resource_type]
    if name not in snapshots:
        raise not_found_exception(name)
    return snapshots[name]


RDSBackend.get_snapshot = snapshot_of_arn


def install(emulator):
    Failure, state, instead_of = emulator.Failure, emulator.state, emulator.instead_of
    before, ghost = emulator.before, emulator.ghost

    def rds(call):
        return get_backend("rds")[emulator.ACCOUNT][call.region]

    # --- versions and classes ---------------------------------------------------------------------------------------

    def family(engine, version):
        return engine + version.split(".")[0]

    def upgrades(engine, version):
        """All newer ones, as AWS lists them: in order, minor versions first."""
        number = [int(part) for part in version.split(".")]
        newer = [v for v in VERSIONS[engine] if [int(part) for part in v.split(".")] > number]
        return "".join(
            f"<UpgradeTarget><Engine>{engine}</Engine><EngineVersion>{v}</EngineVersion><AutoUpgrade>false</AutoUpgrade>"
            f"<IsMajorVersionUpgrade>{str(v.split('.')[0] != version.split('.')[0]).lower()}</IsMajorVersionUpgrade>"
            "</UpgradeTarget>"
            for v in newer
        )

    @instead_of("rds:DescribeDBEngineVersions")
    def versions(call, forward):
        engine = call.parameters.get("Engine", "postgres")
        wanted = call.parameters.get("EngineVersion", "")
        found = [v for v in VERSIONS.get(engine, []) if not wanted or v == wanted or v.startswith(wanted + ".")]
        if call.parameters.get("DefaultOnly") == "true":
            found = [DEFAULTS[engine]] if not wanted else found[-1:]
        return answer(
            "DescribeDBEngineVersions",
            "<DBEngineVersions>"
            + "".join(
                f"<DBEngineVersion><Engine>{engine}</Engine><EngineVersion>{v}</EngineVersion>"
                f"<DBParameterGroupFamily>{family(engine, v)}</DBParameterGroupFamily>"
                f"<ValidUpgradeTarget>{upgrades(engine, v)}</ValidUpgradeTarget></DBEngineVersion>"
                for v in found
            )
            + "</DBEngineVersions>",
        )

    def check_version(call):
        engine, version = call.parameters.get("Engine", ""), call.parameters.get("EngineVersion", "")
        if call.parameters.get("DBClusterIdentifier") and not version:
            return
        if version and engine in VERSIONS and version not in VERSIONS[engine]:
            raise Failure("InvalidParameterCombination", f"Cannot find version {version} for {engine}")

    def choose_version(call):
        """moto's own default is a version that RDS offers no longer."""
        if not call.parameters.get("DBClusterIdentifier") or call.operation == "CreateDBCluster":
            call.parameters.setdefault("EngineVersion", DEFAULTS[call.parameters["Engine"]])

    def check_class(call):
        wanted = call.parameters.get("DBInstanceClass", "")
        cluster = call.parameters.get("DBClusterIdentifier", "").lower()
        if wanted == "db.serverless" and cluster:
            if not getattr(rds(call).clusters.get(cluster), "serverless_v2_scaling_configuration", None):
                raise Failure(
                    "InvalidParameterCombination",
                    "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a"
                    " Serverless v2 DB instance.",
                )
        elif wanted and not CLASS.match(wanted):
            raise Failure("InvalidParameterValue", f"Invalid DB Instance class: {wanted}")

    def check_network(call):
        group = call.parameters.get("DBSubnetGroupName")
        if group and group != "default" and group not in rds(call).subnet_groups:
            raise Failure("DBSubnetGroupNotFoundFault", f"DB subnet group '{group}' does not exist.", 404)

    def check_password(call):
        if call.parameters.get("ManageMasterUserPassword") == "true" and "MasterUserPassword" in call.parameters:
            raise Failure(
                "InvalidParameterCombination",
                "You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.",
            )

    # --- making -----------------------------------------------------------------------------------------------------

    @before("rds:CreateDBInstance")
    def create_instance(call, forward):
        name = call.parameters["DBInstanceIdentifier"] = call.parameters["DBInstanceIdentifier"].lower()
        if name in rds(call).databases or ghost(call, "instance", name):
            raise Failure("DBInstanceAlreadyExists", "DB instance already exists")
        check_version(call)
        choose_version(call)
        check_class(call)
        check_network(call)
        check_password(call)
        storage = call.parameters.get("AllocatedStorage", "20")
        if call.parameters.get("StorageType") == "gp3" and int(storage) < 20:
            raise Failure(
                "InvalidParameterValue", f"Invalid storage size for engine name postgres and storage type gp3: {storage}"
            )
        group = call.parameters.get("DBParameterGroupName")
        if group and not group.startswith("default.") and group not in rds(call).db_parameter_groups:
            raise Failure("DBParameterGroupNotFound", f"DBParameterGroup not found: {group}", 404)

    @before("rds:CreateDBCluster")
    def create_cluster(call, forward):
        name = call.parameters["DBClusterIdentifier"] = call.parameters["DBClusterIdentifier"].lower()
        if name in rds(call).clusters or ghost(call, "cluster", name):
            raise Failure("DBClusterAlreadyExistsFault", "DB Cluster already exists")
        engine, version = call.parameters.get("Engine", ""), call.parameters.get("EngineVersion", "")
        if version and engine in VERSIONS and version not in VERSIONS[engine]:
            raise Failure("InvalidParameterCombination", f"Cannot find version {version} for {engine}")
        choose_version(call)
        check_network(call)
        check_password(call)
        group = call.parameters.get("DBClusterParameterGroupName")
        if group and not group.startswith("default.") and group not in rds(call).db_cluster_parameter_groups:
            raise Failure("DBClusterParameterGroupNotFound", f"DBClusterParameterGroup not found: {group}", 404)

    def hide_endpoints(call, body):
        """An instance has no endpoint before its machine does."""

        def hide(match):
            text = match.group(0)
            return re.sub("<Endpoint>.*?</Endpoint>", "", text, flags=re.S) if pending(text) else text

        def pending(text):
            name = value("DBInstanceIdentifier", text)
            return value("DBInstanceStatus", text) == "creating" or call.operation != "DescribeDBInstances" and (
                ("instance", name) in state.passing
            )

        return re.sub("<DBInstance>.*?</DBInstance>", hide, body.decode(), flags=re.S).encode()

    for action in ("CreateDBInstance", "DescribeDBInstances"):
        emulator.after(f"rds:{action}")(hide_endpoints)

    @emulator.after("rds:DescribeDBClusters")
    def restorable_for_a_week(call, body):
        text = re.sub(
            "<EarliestRestorableTime>[^<]*<",
            f"<EarliestRestorableTime>{timestamp(now() - WEEK)}<",
            body.decode(),
        )
        return re.sub(
            "<LatestRestorableTime>[^<]*<", f"<LatestRestorableTime>{timestamp(now() - DELAY)}<", text
        ).encode()

    # --- parameter groups -------------------------------------------------------------------------------------------

    @before("rds:DescribeDBParameterGroups")
    def parameter_group(call, forward):
        group = call.parameters.get("DBParameterGroupName")
        if group and group not in rds(call).db_parameter_groups:
            raise Failure("DBParameterGroupNotFound", f"DBParameterGroup not found: {group}", 404)

    @before("rds:DescribeDBClusterParameterGroups")
    def cluster_parameter_group(call, forward):
        group = call.parameters.get("DBClusterParameterGroupName")
        if group and group not in rds(call).db_cluster_parameter_groups:
            raise Failure("DBParameterGroupNotFound", f"DBClusterParameterGroup not found: {group}", 404)

    # --- deleting ---------------------------------------------------------------------------------------------------

    def check_final_snapshot(call):
        final, skip = "FinalDBSnapshotIdentifier" in call.parameters, call.parameters.get("SkipFinalSnapshot") == "true"
        if final and skip:
            raise Failure(
                "InvalidParameterCombination",
                "FinalDBSnapshotIdentifier can not be specified when SkipFinalSnapshot is enabled.",
            )
        if not final and not skip:
            raise Failure(
                "InvalidParameterCombination",
                "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
            )

    def vanish(call, forward, what):
        """It is seen as deleting for a while, though moto is about to delete it."""
        kind, status = {"instance": ("DBInstance", "DBInstanceStatus"), "cluster": ("DBCluster", "Status")}[what]
        name = call.parameters[f"{kind}Identifier"]
        _, body, _ = forward({"Action": f"Describe{kind}s", f"{kind}Identifier": name, "Version": "2014-10-31"})
        xml = element(kind, body.decode())[0]
        if state.polls:
            xml = re.sub(f"<{status}>[^<]*<", f"<{status}>deleting<", xml, count=1)
            state.passing["ghost", what, call.region, name] = [xml, state.polls]

    @before("rds:DeleteDBInstance")
    def delete_instance(call, forward):
        name = call.parameters["DBInstanceIdentifier"] = call.parameters["DBInstanceIdentifier"].lower()
        if ghost(call, "instance", name):
            raise Failure("InvalidDBInstanceState", f"Instance {name} is already being deleted.")
        instance = rds(call).databases.get(name)
        if not instance:
            raise Failure("DBInstanceNotFound", f"DBInstance {name} not found.", 404)
        if instance.deletion_protection:
            return
        cluster = rds(call).clusters.get(instance.db_cluster_identifier or "")
        final = call.parameters.get("FinalDBSnapshotIdentifier")
        if final and cluster:
            raise Failure(
                "InvalidParameterCombination",
                "FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance",
            )
        if final and instance.is_replica:
            raise Failure(
                "InvalidParameterCombination",
                "FinalDBSnapshotIdentifier can not be specified when deleting a replica instance",
            )
        if cluster and cluster.status == "stopped":
            raise Failure("InvalidDBClusterStateFault", f"Db cluster {cluster.resource_id} is in stopped state")
        if not cluster:
            check_final_snapshot(call)
        if final and final.lower() in rds(call).database_snapshots:
            raise Failure("DBSnapshotAlreadyExists", f"Cannot create the snapshot because {final} already exists.")
        vanish(call, forward, "instance")

    @before("rds:DeleteDBCluster")
    def delete_cluster(call, forward):
        name = call.parameters["DBClusterIdentifier"] = call.parameters["DBClusterIdentifier"].lower()
        cluster = rds(call).clusters.get(name)
        if not cluster:
            raise Failure("DBClusterNotFoundFault", f"DBCluster {name} not found.", 404)
        if cluster.deletion_protection or cluster.members:
            return
        check_final_snapshot(call)
        if cluster.status == "stopped":
            raise Failure("InvalidDBClusterStateFault", f"Db cluster {name} is in stopped state")
        final = call.parameters.get("FinalDBSnapshotIdentifier")
        if final and final.lower() in rds(call).cluster_snapshots:
            raise Failure("DBClusterSnapshotAlreadyExistsFault", f"{final} already exists.")
        vanish(call, forward, "cluster")

    def show_ghosts(what, kind):
        action = f"rds:Describe{kind}s"
        following = emulator.replaced.get(action)

        def replacement(call, forward):
            name = call.parameters.get(f"{kind}Identifier", "").lower()
            entry = ghost(call, what, name)
            if entry:
                entry[1] -= 1
                if entry[1] < 0:
                    del state.passing["ghost", what, call.region, name]
                else:
                    return answer(f"Describe{kind}s", f"<{kind}s>{entry[0]}</{kind}s>")
            if following:
                return following(call, forward)
            status, body, _ = forward(call.parameters)
            return status, emulator.changed[action](call, body) if status == 200 else body

        emulator.replaced[action] = replacement

    show_ghosts("instance", "DBInstance")
    show_ghosts("cluster", "DBCluster")

    # --- snapshots --------------------------------------------------------------------------------------------------

    KINDS = {
        "DBSnapshot": ("snapshot", "database_snapshots", "DBSnapshotIdentifier"),
        "DBClusterSnapshot": ("cluster-snapshot", "cluster_snapshots", "DBClusterSnapshotIdentifier"),
    }

    def takes_time(kind):
        what, store, name_element = KINDS[kind]

        def making(action, name_parameter):
            @emulator.after(f"rds:{action}")
            def begin(call, body):
                name = call.parameters[name_parameter].lower()
                state.pass_through(what, (call.region, name), "creating")
                return body.replace(b"<Status>available<", b"<Status>creating<")

        making(f"Create{kind}", name_element)
        making(f"Copy{kind}", f"Target{name_element}")

        @emulator.after(f"rds:Describe{kind}s")
        def page(call, body):
            """RDS answers in pages, of 100 at most, and may answer in smaller ones."""
            text = body.decode()
            found = sorted(element(kind, text), key=lambda xml: value(name_element, xml))
            start = int(call.parameters.get("Marker", "0"))
            shown = [seen(call, xml) for xml in found[start : start + PAGE]]
            marker = f"<Marker>{start + PAGE}</Marker>" if start + PAGE < len(found) else ""
            return answer(f"Describe{kind}s", f"<{kind}s>{''.join(shown)}</{kind}s>{marker}")[1]

        def seen(call, xml):
            name = value(name_element, xml)
            return re.sub(
                "<Status>([^<]*)<",
                lambda m: f"<Status>{state.seen(what, (call.region, name), m.group(1))}<",
                xml,
                count=1,
            )

        @before(f"rds:Modify{kind}Attribute")
        def share(call, forward):
            name = call.parameters[name_element].lower()
            snapshot = getattr(rds(call), store).get(name)
            if not snapshot:
                return
            if (what, (call.region, name)) in state.passing or snapshot.snapshot_type != "manual":
                raise Failure(f"Invalid{kind}State" + ("Fault" if "Cluster" in kind else ""), f"{name} is not available")
            if snapshot.kms_key_id and (
                snapshot.kms_key_id == DEFAULT_KEY or snapshot.kms_key_id.endswith(default_key_of(call))
            ) and snapshot.encrypted:
                raise Failure(
                    "InvalidParameterValue", "You can't share a snapshot encrypted with the default KMS key aws/rds."
                )

        @before(f"rds:Copy{kind}")
        def copy(call, forward):
            key = call.parameters.get("KmsKeyId")
            if key == OWN_KEY:
                call.parameters["KmsKeyId"] = own_key(call)
            elif key and key != "alias/aws/rds":
                raise Failure("KMSKeyNotAccessibleFault", f"The specified KMS key [{key}] does not exist.")
            region, account, name = place_of(call, call.parameters[f"Source{name_element}"])
            source = getattr(get_backend("rds")[account][region], store).get(name)
            if source and (what, (region, name)) in state.passing:
                raise Failure(f"Invalid{kind}State" + ("Fault" if "Cluster" in kind else ""), f"{name} is not available")
            if source and region == call.region and not key and source.encrypted and source.kms_key_id != DEFAULT_KEY:
                call.parameters["KmsKeyId"] = source.kms_key_id  # moto takes that of the database
            if source and region != call.region:
                if source.encrypted and "KmsKeyId" not in call.parameters:
                    raise Failure(
                        "InvalidParameterCombination", "KmsKeyId is required to copy an encrypted snapshot to a region."
                    )
                if "PreSignedUrl" not in call.parameters:
                    raise Failure("InvalidParameterCombination", "PreSignedUrl is required to copy across regions.")

    def place_of(call, identifier):
        """Region, account and name of a snapshot."""
        if identifier.startswith("arn:"):
            return identifier.split(":", 6)[3:5] + identifier.split(":", 6)[6:]
        return call.region, emulator.ACCOUNT, identifier.lower()

    def own_key(call):
        """A key that the account made for itself, in whichever region it is asked for."""
        kms = get_backend("kms")[emulator.ACCOUNT][call.region]
        return kms.create_key("", "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "for tests", []).arn

    def default_key_of(call):
        return get_backend("kms")[emulator.ACCOUNT][call.region].describe_key("alias/aws/rds").arn

    for kind in KINDS:
        takes_time(kind)

    # --- restoring --------------------------------------------------------------------------------------------------

    @instead_of("rds:DescribeDBInstanceAutomatedBackups")
    def backups(call, forward):
        name = call.parameters.get("DBInstanceIdentifier", "").lower()
        instance = rds(call).databases.get(name)
        found = ""
        if instance and int(instance.backup_retention_period):
            found = (
                f"<DBInstanceAutomatedBackup><DBInstanceIdentifier>{name}</DBInstanceIdentifier><Status>active</Status>"
                f"<RestoreWindow><EarliestTime>{timestamp(now() - WEEK)}</EarliestTime><LatestTime>"
                f"{timestamp(now() - DELAY)}</LatestTime></RestoreWindow></DBInstanceAutomatedBackup>"
            )
        return answer(
            "DescribeDBInstanceAutomatedBackups", f"<DBInstanceAutomatedBackups>{found}</DBInstanceAutomatedBackups>"
        )

    def check_time(call, name, time_parameter):
        if call.parameters.get("UseLatestRestorableTime") == "true":
            return
        time = parse(call.parameters[time_parameter])
        if not now() - WEEK <= time <= now() - DELAY:
            raise Failure("InvalidParameterValue", f"The specified instance {name} cannot be restored to {time}.")

    def check_target(call, kind, name_parameter, taken, code):
        name = call.parameters[name_parameter] = call.parameters[name_parameter].lower()
        if name in taken:
            raise Failure(code, f"{kind} already exists")
        if "ManageMasterUserPassword" in call.parameters:
            raise Failure("InvalidParameterCombination", "ManageMasterUserPassword applies to RDS for Oracle only.")
        check_class(call)
        check_network(call)
        return name

    def restore_instance(call, forward, target, source, version):
        """The restored instance's password is not managed, whatever the source's is."""
        secret = source.__dict__.pop("master_user_secret", None)
        source.manage_master_user_password, managed = False, source.manage_master_user_password
        try:
            status, body, _ = forward(call.parameters)
        finally:
            source.manage_master_user_password = managed
            if secret:
                source.master_user_secret = secret
        if status == 200:
            rds(call).databases[target].engine_version = version
            state.pass_through("instance", target, "creating")
            body = hide_endpoints(call, body)
        return status, body

    @instead_of("rds:RestoreDBInstanceFromDBSnapshot")
    def from_snapshot(call, forward):
        target = check_target(call, "DB instance", "DBInstanceIdentifier", rds(call).databases, "DBInstanceAlreadyExists")
        region, account, name = place_of(call, call.parameters["DBSnapshotIdentifier"])
        snapshot = get_backend("rds")[account][region].database_snapshots.get(name)
        if not snapshot:
            raise Failure("DBSnapshotNotFound", f"DBSnapshot {name} not found.", 404)
        if ("snapshot", (call.region, name)) in state.passing:
            raise Failure("InvalidDBSnapshotState", f"DBSnapshot {name} is not available")
        # moto looks for its name among the account's own
        own = rds(call).database_snapshots
        kept, own[name] = own.get(name), snapshot
        call.parameters["DBSnapshotIdentifier"] = name
        try:
            return restore_instance(call, forward, target, snapshot.database, snapshot.engine_version)
        finally:
            own.pop(name) if kept is None else own.update({name: kept})

    @instead_of("rds:RestoreDBInstanceToPointInTime")
    def to_time(call, forward):
        target = check_target(
            call, "DB instance", "TargetDBInstanceIdentifier", rds(call).databases, "DBInstanceAlreadyExists"
        )
        name = call.parameters["SourceDBInstanceIdentifier"].lower()
        source = rds(call).databases.get(name)
        if not source:
            raise Failure("DBInstanceNotFound", f"DBInstance {name} not found.", 404)
        if not int(source.backup_retention_period):
            raise Failure("PointInTimeRestoreNotEnabled", f"Automated backups are not enabled for {name}.")
        check_time(call, name, "RestoreTime")
        return restore_instance(call, forward, target, source, source.engine_version)

    def restore_cluster(call, forward, source, version):
        """moto cannot restore a cluster whose password is managed: a new one with the same properties stands for it."""
        asked = {
            "Engine": source.engine,
            "EngineVersion": version,
            "MasterUsername": source.master_username,
            "MasterUserPassword": "restored99",
            "StorageEncrypted": str(source.storage_encrypted).lower(),
            **({"DatabaseName": source.database_name} if source.database_name else {}),
            **call.parameters,
            "Action": "CreateDBCluster",
        }
        status, body, _ = forward(asked)
        if status == 200:
            state.pass_through("cluster", asked["DBClusterIdentifier"], "creating")
        return status, body.replace(b"CreateDBCluster", call.operation.encode())

    @instead_of("rds:RestoreDBClusterFromSnapshot")
    def cluster_from_snapshot(call, forward):
        check_target(call, "DB Cluster", "DBClusterIdentifier", rds(call).clusters, "DBClusterAlreadyExistsFault")
        region, account, name = place_of(call, call.parameters["SnapshotIdentifier"])
        snapshot = get_backend("rds")[account][region].cluster_snapshots.get(name)
        if not snapshot:
            raise Failure("DBClusterSnapshotNotFoundFault", f"DBClusterSnapshot {name} not found.", 404)
        return restore_cluster(call, forward, snapshot.cluster, snapshot.engine_version)

    @instead_of("rds:RestoreDBClusterToPointInTime")
    def cluster_to_time(call, forward):
        check_target(call, "DB Cluster", "DBClusterIdentifier", rds(call).clusters, "DBClusterAlreadyExistsFault")
        name = call.parameters["SourceDBClusterIdentifier"].lower()
        source = rds(call).clusters.get(name)
        if not source:
            raise Failure("DBClusterNotFoundFault", f"DBCluster {name} not found.", 404)
        check_time(call, name, "RestoreToTime")
        return restore_cluster(call, forward, source, source.engine_version)

    @before("rds:ModifyDBInstance")
    def modify_instance(call, forward):
        """Another password is made for what is available only."""
        if call.parameters.get("ManageMasterUserPassword") and (
            ("instance", call.parameters["DBInstanceIdentifier"]) in state.passing
        ):
            raise Failure("InvalidDBInstanceState", "Database instance is not in available state.")

    # --- proxies ----------------------------------------------------------------------------------------------------

    @before("rds:CreateDBProxy")
    def create_proxy(call, forward):
        zones, vpcs = set(), set()
        ec2 = get_backend("ec2")[emulator.ACCOUNT][call.region]
        for subnet in call.list("VpcSubnetIds"):
            found = [s for s in ec2.describe_subnets() if s.id == subnet]
            if not found:
                raise Failure("InvalidSubnet", f"The subnet {subnet} does not exist.")
            zones.add(found[0].availability_zone)
            vpcs.add(found[0].vpc_id)
        if len(zones) < 2 or len(vpcs) != 1:
            raise Failure("InvalidSubnet", "Provide at least two subnets in different availability zones of one VPC.")
        if not call.parameters.get("Auth.member.1.SecretArn", "").startswith("arn:"):
            raise Failure("InvalidParameterValue", "Invalid SecretArn.")

    def proxy_states(call, body):
        def show(match):
            name = value("DBProxyName", match.group(0))
            seen = state.seen("proxy", (call.region, name), value("Status", match.group(0)))
            return re.sub("<Status>[^<]*<", f"<Status>{seen}<", match.group(0), count=1)

        # each proxy is a member of the list, and its Auth a list with members of its own
        return re.sub(r"<DBProxyName>.*?</Status>|<Status>.*?</DBProxyName>", show, body.decode(), flags=re.S).encode()

    emulator.after("rds:DescribeDBProxies")(proxy_states)

    @emulator.after("rds:CreateDBProxy")
    def creating_proxy(call, body):
        state.pass_through("proxy", (call.region, call.parameters["DBProxyName"]), "creating")
        return body

    @before("rds:RegisterDBProxyTargets")
    def register_targets(call, forward):
        name = call.parameters["DBProxyName"]
        if name not in rds(call).db_proxies:
            raise Failure("DBProxyNotFoundFault", f"DBProxy {name} not found.", 404)
        if ("proxy", (call.region, name)) in state.passing:
            raise Failure("InvalidDBProxyStateFault", f"DBProxy {name} is not in an available state.")

    @before("rds:DeleteDBProxy")
    def delete_proxy(call, forward):
        name = call.parameters["DBProxyName"]
        if name not in rds(call).db_proxies:
            raise Failure("DBProxyNotFoundFault", f"DBProxy {name} not found.", 404)

    @before("rds:DescribeDBSubnetGroups")
    def subnet_groups(call, forward):
        check_network(call)


install(aws_emulator)
