"""The roles that databases use for features, as RDS has them, and what moto's IAM lacks for them.

  POST /control/iam-delay       {"calls": 2, "reads": 3}: so often RDS will not see a role yet that is to be associated,
                                and so often IAM itself will not see it once it is made
  POST /control/trust           {"role": "name", "document": "..."}: the trust policy of a role becomes this
  POST /control/role            {"kind": "DBInstance", "region": "...", "name": "db", "role": "arn:...",
                                 "feature": "Lambda"}: the role is associated, whatever IAM has

An association is PENDING for as many looks as /control/settle says, and then ACTIVE; it is INVALID while RDS cannot
assume the role: it is gone, or another one of its name, or its trust policy does not name RDS and the database.
"""

import fnmatch
import json
import re
from urllib.parse import unquote

from aws_emulator import ACCOUNT, Failure, control, instead_of, rule, shown, state
from aws_emulator_rules import named, rds, status
from moto.backends import get_backend

FEATURES = ["s3Import", "s3Export", "Lambda"]
FIRST = {
    "postgres": {12: 6, 13: 2, 14: 1},
    "aurora-postgresql": {11: 9},
}
UNSEEN = "IAM role ARN value is invalid or does not include the required permissions for: LAMBDA"


def iam():
    return get_backend("iam")[ACCOUNT]["aws"]


def role_of(arn):
    return next((role for role in iam().roles.values() if role.arn == arn), None)


@control("iam-delay")
def delay(parameters):
    state.unseen_roles = parameters["calls"]
    state.unread_roles = parameters.get("reads", 0)
    state.unread = ["", 0]


@control("trust")
def change_trust(parameters):
    iam().get_role(parameters["role"]).assume_role_policy_document = parameters["document"]


@control("role")
def put(parameters):
    key = parameters["kind"], parameters["region"], parameters["name"]
    entry = {"arn": parameters["role"], "feature": parameters["feature"], "id": None, "polls": 0, "gone": False}
    state.roles.setdefault(key, []).append(entry)


# --- which versions can ---------------------------------------------------------------------------------------------


def has_lambda(engine, version):
    numbers = [int(part) for part in re.findall(r"\d+", version)[:2]]
    major, minor = numbers[0], numbers[1] if len(numbers) > 1 else 0
    first = FIRST.get(engine, {})
    return bool(first) and major >= min(first) and minor >= first.get(major, 0)


@shown("rds:DescribeDBEngineVersions")
def features(call, body):
    def one(match):
        text = match.group(0)
        engine, version = (re.search(f"<{name}>([^<]*)<", text).group(1) for name in ("Engine", "EngineVersion"))
        names = FEATURES if has_lambda(engine, version) else FEATURES[:1]
        members = "".join(f"<member>{name}</member>" for name in names)
        return text.replace("</DBEngineVersion>", f"<SupportedFeatureNames>{members}</SupportedFeatureNames></DBEngineVersion>")

    return re.sub("<DBEngineVersion>.*?</DBEngineVersion>", one, body.decode(), flags=re.S).encode()


# --- associations ---------------------------------------------------------------------------------------------------


def trusts(role, arn):
    """Returns whether RDS may assume the role for the database."""
    document = json.loads(unquote(role.assume_role_policy_document))
    for statement in document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]:
        services = statement.get("Principal", {}).get("Service", [])
        conditions = {key: value for part in statement.get("Condition", {}).values() for key, value in part.items()}
        if (
            "rds.amazonaws.com" in services
            and statement["Effect"] == "Allow"
            and conditions.get("aws:SourceAccount", ACCOUNT) == ACCOUNT
            and conditions.get("aws:SourceArn", arn) == arn
        ):
            return True
    return False


def status_of(entry, arn):
    if entry["polls"] > 0:
        entry["polls"] -= 1
        return "PENDING"
    role = role_of(entry["arn"])
    if role is None or entry["id"] not in (None, role.id) or not trusts(role, arn):
        return "INVALID"
    return "ACTIVE"


def found(call, kind):
    name = named(call, f"{kind}Identifier")
    database = (rds(call).databases if kind == "DBInstance" else rds(call).clusters).get(name)
    if database is None:
        code = "DBInstanceNotFound" if kind == "DBInstance" else "DBClusterNotFoundFault"
        raise Failure(code, f"{kind} {name} not found.", 404)
    return name, database


def check_state(kind, name, database):
    what = "instance" if kind == "DBInstance" else "cluster"
    if status(what, name, database.status) != "available":
        code = "InvalidDBInstanceState" if kind == "DBInstance" else "InvalidDBClusterStateFault"
        raise Failure(code, f"{kind} {name} is not in available state")


def answer(operation):
    return 200, (
        f'<{operation}Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><ResponseMetadata><RequestId>0</RequestId>'
        f"</ResponseMetadata></{operation}Response>"
    ).encode()


def _kind(kind):
    arn_kind = "db" if kind == "DBInstance" else "cluster"

    def arn(call, name):
        return f"arn:aws:rds:{call.region}:{ACCOUNT}:{arn_kind}:{name}"

    @instead_of(f"rds:AddRoleTo{kind}")
    def add(call, forward):
        name, database = found(call, kind)
        check_state(kind, name, database)
        if kind == "DBInstance" and getattr(database, "db_cluster_identifier", None):
            raise Failure("InvalidParameterCombination", "Roles are added to the cluster of the instance.")
        wanted, feature = call.parameters["RoleArn"], call.parameters.get("FeatureName", "")
        if feature not in FEATURES or feature == "Lambda" and not has_lambda(database.engine, database.engine_version):
            raise Failure("InvalidParameterValue", f"The feature-name parameter must be one of: {', '.join(FEATURES)}")
        entries = state.roles.setdefault((kind, call.region, name), [])
        if any(entry["arn"] == wanted or entry["feature"] == feature for entry in entries):
            raise Failure(f"{kind}RoleAlreadyExists", f"The role {wanted} or the feature {feature} is associated already")
        role = role_of(wanted)
        if state.unseen_roles > 0 or role is None or not trusts(role, arn(call, name)):
            state.unseen_roles -= 1
            raise Failure("InvalidParameterValue", UNSEEN)
        entries.append({"arn": wanted, "feature": feature, "id": role.id, "polls": state.polls, "gone": False})
        return answer(call.operation)

    @instead_of(f"rds:RemoveRoleFrom{kind}")
    def remove(call, forward):
        name, database = found(call, kind)
        check_state(kind, name, database)
        for entry in state.roles.get((kind, call.region, name), []):
            if entry["arn"] == call.parameters["RoleArn"] and entry["feature"] == call.parameters.get("FeatureName", ""):
                entry["gone"], entry["polls"] = True, state.polls
                return answer(call.operation)
        raise Failure(f"{kind}RoleNotFound", f"The role {call.parameters['RoleArn']} is not associated", 404)

    @shown(f"rds:Describe{kind}s")
    def show(call, body):
        def one(match):
            text = match.group(0)
            name = re.search(f"<{kind}Identifier>([^<]*)<", text).group(1)
            key = kind, call.region, name
            entries = [entry for entry in state.roles.get(key, []) if not entry["gone"] or entry["polls"] > 0]
            state.roles[key] = entries
            roles = "".join(
                f"<{kind}Role><RoleArn>{entry['arn']}</RoleArn><FeatureName>{entry['feature']}</FeatureName>"
                f"<Status>{status_of(entry, arn(call, name))}</Status></{kind}Role>"
                for entry in entries
            )
            text = re.sub("<AssociatedRoles>.*?</AssociatedRoles>|<AssociatedRoles */>", "", text, flags=re.S)
            return text.replace(f"</{kind}>", f"<AssociatedRoles>{roles}</AssociatedRoles></{kind}>")

        return re.sub(f"<{kind}>.*?</{kind}>", one, body.decode(), flags=re.S).encode()


_kind("DBInstance")
_kind("DBCluster")


# --- IAM ------------------------------------------------------------------------------------------------------------


def documents(role):
    yield from role.policies.values()
    for policy in role.managed_policies.values():
        yield policy.document


def listed(value):
    return value if isinstance(value, list) else [value]


def decision(role, action, resource):
    """As IAM decides, without conditions: a denial wins."""
    effects = {
        statement["Effect"]
        for document in documents(role)
        for statement in listed(json.loads(document)["Statement"])
        if any(fnmatch.fnmatchcase(action, pattern) for pattern in listed(statement["Action"]))
        and any(fnmatch.fnmatchcase(resource, pattern) for pattern in listed(statement["Resource"]))
    }
    return "explicitDeny" if "Deny" in effects else "allowed" if "Allow" in effects else "implicitDeny"


@instead_of("iam:SimulatePrincipalPolicy")
def simulate(call, forward):
    role = role_of(call.parameters["PolicySourceArn"])
    if role is None:
        raise Failure("NoSuchEntity", f"{call.parameters['PolicySourceArn']} cannot be found.", 404)
    results = "".join(
        f"<member><EvalActionName>{action}</EvalActionName><EvalResourceName>{resource}</EvalResourceName>"
        f"<EvalDecision>{decision(role, action, resource)}</EvalDecision></member>"
        for action in call.list("ActionNames")
        for resource in call.list("ResourceArns")
    )
    return 200, (
        '<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>'
        f"<IsTruncated>false</IsTruncated><EvaluationResults>{results}</EvaluationResults></SimulatePrincipalPolicyResult>"
        "<ResponseMetadata><RequestId>0</RequestId></ResponseMetadata></SimulatePrincipalPolicyResponse>"
    ).encode()


@shown("iam:CreateRole")
def not_read_at_once(call, body):
    """ "Changes that you make in IAM ... take time to become visible" (Troubleshooting IAM)."""
    state.unread = [call.parameters["RoleName"], state.unread_roles]
    return body


@rule("iam:GetRole")
def not_seen_yet(call):
    name, times = state.unread
    if name == call.parameters["RoleName"] and times > 0:
        state.unread = [name, times - 1]
        raise Failure("NoSuchEntity", f"The role with name {name} cannot be found.", 404)


@rule("iam:PutRolePolicy")
def size_of_policies(call):
    """ "The total aggregate policy size of all inline policies for a role": 10,240 characters (IAM quotas)."""
    role = iam().roles.get(call.parameters["RoleName"]) or next(
        (role for role in iam().roles.values() if role.name == call.parameters["RoleName"]), None
    )
    if role is None:
        return
    others = {name: text for name, text in role.policies.items() if name != call.parameters["PolicyName"]}
    size = sum(len(re.sub(r"\s", "", text)) for text in [*others.values(), call.parameters["PolicyDocument"]])
    if size > 10_240:
        raise Failure("LimitExceeded", f"Maximum policy size of 10240 bytes exceeded for role {role.name}", 409)
