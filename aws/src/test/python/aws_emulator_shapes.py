"""The requests and answers of the AWS services, held against the shapes of botocore's models, which come with moto.

A request is decoded by the shape of its operation's input. An unknown member, a missing one, and a value that is not in
the enum, does not match the pattern or is out of range are refused as the service refuses them; moto and botocore itself
let most of them pass. An error and an answer that AWS would not give are faults of the emulator: Fault says so.
"""

import functools
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from datetime import datetime
from urllib.parse import parse_qs, unquote

from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.parsers import RpcV2CBORParser

MODELS = {"monitoring": "cloudwatch"}
LOADER = Loader()

# "Common error types" in the API references; EC2 has no errors of its operations in its model.
COMMON = {
    "AccessDenied",
    "AccessDeniedException",
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "InternalError",
    "InternalFailure",
    "InternalServerException",
    "InvalidClientTokenId",
    "InvalidParameterCombination",
    "InvalidParameterValue",
    "InvalidSignatureException",
    "MalformedInput",
    "MissingParameter",
    "OptInRequired",
    "RequestExpired",
    "RequestLimitExceeded",
    "SerializationException",
    "ServiceUnavailable",
    "SignatureDoesNotMatch",
    "Throttling",
    "ThrottlingException",
    "UnauthorizedOperation",
    "UnknownParameter",
    "UnrecognizedClientException",
    "ValidationError",
    "ValidationException",
}

# What AWS adds to its answers, or moto does, and the models do not have.
ADDED = {"requestId", "ResponseMetadata", "SecretVersionsToStages"}


class Refusal(Exception):
    """The service's refusal of a request."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code, self.message = code, message


class Fault(Exception):
    """The emulator does what AWS would not do."""


@functools.cache
def model(service):
    name = MODELS.get(service, service)
    return ServiceModel(LOADER.load_service_model(name, "service-2"), name)


def operation_model(call):
    """The operation's model; None for what is not a call of AWS."""
    service = model(call.service)
    name = "Invoke" if call.operation == "InvokeFunction" else call.operation
    if name not in service.operation_names:
        raise Refusal("InvalidAction", f"Could not find operation {name} for version {service.api_version}")
    return service.operation_model(name)


def uncapitalized(name):
    return name[:1].lower() + name[1:]


# --- decoding -------------------------------------------------------------------------------------------------------


class Query:
    """The parameters of the query protocol, or of EC2's, as a structure; every one of them has to be used."""

    def __init__(self, service, parameters):
        self.is_ec2 = service == "ec2"
        self.parameters = parameters
        self.used = {"Action", "Version"}

    def structure(self, shape, prefix=""):
        found = {}
        for name, member in shape.members.items():
            value = self.value(member, prefix + self.wire_name(name, member))
            if value is not None:
                found[name] = value
        return found

    def wire_name(self, name, member):
        if not self.is_ec2:
            return member.serialization.get("name", name)
        if "queryName" in member.serialization:
            return member.serialization["queryName"]
        wire = member.serialization.get("name", name)
        return wire[:1].upper() + wire[1:]

    def value(self, shape, path):
        if shape.type_name == "structure":
            below = any(name.startswith(path + ".") for name in self.parameters)
            return self.structure(shape, path + ".") if below else None
        if shape.type_name == "list":
            return self.items(shape, path)
        if path not in self.parameters:
            return None
        self.used.add(path)
        return scalar(shape, self.parameters[path], path)

    def items(self, shape, path):
        flat = self.is_ec2 or shape.serialization.get("flattened")
        prefix = path if flat else f"{path}.{shape.member.serialization.get('name', 'member')}"
        numbers = sorted({int(found.group(1)) for name in self.parameters
                          if (found := re.match(re.escape(prefix) + r"\.(\d+)(?:\.|$)", name))})
        if not numbers:
            if self.parameters.get(path) == "":
                self.used.add(path)
                return []
            return None
        return [self.value(shape.member, f"{prefix}.{number}") for number in numbers]

    def unknown(self):
        return sorted(set(self.parameters) - self.used)


def scalar(shape, text, path):
    try:
        if shape.type_name in ("integer", "long"):
            return int(text)
        if shape.type_name in ("float", "double"):
            return float(text)
        if shape.type_name == "timestamp":
            return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise Refusal("MalformedInput", f"Unable to parse {path}: {text}") from None
    if shape.type_name == "boolean":
        if text not in ("true", "false"):
            raise Refusal("MalformedInput", f"Unable to parse {path}: {text}")
        return text == "true"
    return text


def decoded(call, operation):
    """The members of the request, and the names of those that the operation does not have."""
    shape = operation.input_shape
    if call.is_cbor:
        parser = RpcV2CBORParser()
        members = parser.parse_data_item(parser.get_peekable_stream_from_bytes(call.body)) if call.body else {}
        return members, []
    if call.service == "lambda":
        return rest_members(call, shape), []
    if call.is_json:
        return json.loads(call.body or b"{}"), []
    query = Query(call.service, {name: value for name, value in call.parameters.items()})
    members = query.structure(shape) if shape else {}
    return members, query.unknown()


def rest_members(call, shape):
    """Those of the path, the query string and the headers."""
    query = parse_qs(call.environ.get("QUERY_STRING", ""))
    members = {}
    for name, member in shape.members.items():
        location, wire = member.serialization.get("location"), member.serialization.get("name", name)
        header = "HTTP_" + wire.upper().replace("-", "_")
        if location == "uri":
            members[name] = unquote(call.parameters[wire])
        elif location == "querystring" and wire in query:
            members[name] = query[wire][0]
        elif location == "header" and header in call.environ:
            members[name] = call.environ[header]
    return members


# --- checking -------------------------------------------------------------------------------------------------------


class Check:
    """Holds a value against a shape, and gathers what is wrong. AWS's own answers keep to no pattern and no range."""

    def __init__(self, constraints=True):
        self.constraints = constraints
        self.missing, self.unknown, self.wrong = [], [], []

    def structure(self, shape, value, path):
        if not isinstance(value, dict):
            self.wrong.append(f"{path} is not a structure")
            return
        for name in shape.required_members:
            if value.get(name) is None:
                self.missing.append(f"{path}{name}")
        for name, member in value.items():
            if member is None or name in ADDED:
                continue
            if name in shape.members:
                self.value(shape.members[name], member, f"{path}{name}")
            else:
                self.unknown.append(f"{path}{name}")

    def value(self, shape, value, path):
        if shape.type_name == "structure":
            self.structure(shape, value, path + ".")
        elif shape.type_name == "list":
            if not isinstance(value, list):
                self.wrong.append(f"{path} is not a list")
                return
            self.range(shape, len(value), value, path, "length")
            for item in value:
                self.value(shape.member, item, path)
        elif shape.type_name == "string":
            self.string(shape, value, path)
        elif shape.type_name in ("integer", "long", "float", "double"):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                self.wrong.append(f"{path} is not a number: {value}")
                return
            self.range(shape, value, value, path, "value")
        elif shape.type_name == "boolean" and not isinstance(value, bool):
            self.wrong.append(f"{path} is neither true nor false: {value}")

    def string(self, shape, value, path):
        if not isinstance(value, str):
            self.wrong.append(f"{path} is not a string: {value}")
            return
        self.range(shape, len(value), value, path, "length")
        if shape.enum and value not in shape.enum:
            self.fails(value, path, f"Member must satisfy enum value set: [{', '.join(shape.enum)}]")
        pattern = shape.metadata.get("pattern")
        if pattern and not matches(pattern, value):
            self.fails(value, path, f"Member must satisfy regular expression pattern: {pattern}")

    def range(self, shape, size, value, path, what):
        least, most = shape.metadata.get("min"), shape.metadata.get("max")
        if least is not None and size < least:
            self.fails(value, path, f"Member must have {what} greater than or equal to {least}")
        if most is not None and size > most:
            self.fails(value, path, f"Member must have {what} less than or equal to {most}")

    def fails(self, value, path, constraint):
        if not self.constraints and "enum" not in constraint:
            return
        self.wrong.append(
            f"Value '{value}' at '{uncapitalized(path)}' failed to satisfy constraint: {constraint}"
        )


@functools.cache
def compiled(pattern):
    """Java's and JavaScript's names of properties as Python writes them."""
    for theirs, ours in ((r"\p{L}", "a-zA-Z"), (r"\p{M}", ""), (r"\p{S}", "$+<=>^`|~"), (r"\p{N}", "0-9"),
                         (r"\p{P}", r"!-#%-*,-/:;?@\[-\]_{}"), (r"\p{Z}", " ")):
        pattern = pattern.replace(theirs, ours)
    return re.compile(pattern)


def matches(pattern, value):
    return compiled(pattern).fullmatch(value) is not None


# RDS documents the bounds of MaxRecords, which its model does not have (DescribeDBInstances in the API reference).
LEAST_RECORDS, MOST_RECORDS = 20, 100


def check_request(call):
    """Refuses what the service would refuse; gives the call its members."""
    operation = operation_model(call)
    members, unknown = decoded(call, operation)
    check = Check()
    if operation.input_shape:
        check.structure(operation.input_shape, members, "")
    unknown += check.unknown
    if call.service == "rds" and not LEAST_RECORDS <= members.get("MaxRecords", MOST_RECORDS) <= MOST_RECORDS:
        check.wrong.append(f"Invalid value {members['MaxRecords']} for MaxRecords. Must be between 20 and 100")
    call.members = members
    refuse(call, check, unknown)


def refuse(call, check, unknown):
    is_query = not (call.is_json or call.is_cbor)
    if unknown:
        code = "UnknownParameter" if is_query else "SerializationException"
        raise Refusal(code, f"The parameter {unknown[0]} is not recognized")
    if check.missing and is_query:
        raise Refusal("MissingParameter", f"The request must contain the parameter {check.missing[0]}")
    wrong = [f"Value null at '{uncapitalized(name)}' failed to satisfy constraint: Member must not be null"
             for name in check.missing] + check.wrong
    if wrong:
        number = f"{len(wrong)} validation error{'s' if len(wrong) > 1 else ''} detected: "
        raise Refusal(invalid_code(call), number + "; ".join(wrong))


def invalid_code(call):
    """What the service calls a value that its model does not allow."""
    return {
        "ec2": "InvalidParameterValue",
        "cognito-idp": "InvalidParameterException",
        "lambda": "ValidationException",
        "logs": "InvalidParameterException",
        "secretsmanager": "ValidationException",
        "monitoring": "InvalidParameterValue",
    }.get(call.service, "ValidationError")


# --- what the emulator answers --------------------------------------------------------------------------------------


def errors(operation):
    """The errors of an operation: {code: HTTP status}."""
    return {
        shape.metadata.get("error", {}).get("code", shape.name): shape.metadata.get("error", {}).get(
            "httpStatusCode", 500 if shape.metadata.get("fault") else 400
        )
        for shape in operation.error_shapes
    }


def check_error(call, code):
    """EC2's model has no errors; its codes have a dot or begin with what is wrong."""
    operation = operation_model(call)
    known = call.service == "ec2" and re.match(r"Invalid|RulesPer|TagLimit|Unknown|Unauthorized", code)
    if not known and code not in COMMON and code not in errors(operation):
        raise Fault(f"{call.action} has no error {code}: its errors are {', '.join(sorted(errors(operation)))}")


def check_answer(call, body):
    operation = operation_model(call)
    shape = operation.output_shape
    if call.is_cbor or call.operation == "InvokeFunction" or shape is None:
        return
    check = Check(constraints=False)
    if call.is_json:
        check.structure(shape, json.loads(body), "")
    else:
        check.structure(shape, answered(call, operation, body), "")
    faults = check.missing + check.unknown + check.wrong
    if faults:
        raise Fault(f"{call.action} does not answer this: {'; '.join(faults[:5])}")


def answered(call, operation, body):
    root = ElementTree.fromstring(re.sub(rb' xmlns="[^"]*"', b"", body, count=1))
    wrapper = operation.output_shape.serialization.get("resultWrapper")
    if wrapper:
        root = root.find(wrapper)
        if root is None:
            return {}
    return xml_structure(call.service == "ec2", operation.output_shape, root)


def xml_structure(is_ec2, shape, element):
    names = {member.serialization.get("name", name): name for name, member in shape.members.items()}
    found = {}
    for child in element:
        if child.tag in ADDED:
            continue
        name = names.get(child.tag)
        if name is None:
            found[child.tag] = child.text
        else:
            found[name] = xml_value(is_ec2, shape.members[name], child)
    return found


def xml_value(is_ec2, shape, element):
    if shape.type_name == "structure":
        return xml_structure(is_ec2, shape, element)
    if shape.type_name == "list":
        wanted = shape.member.serialization.get("name", "item" if is_ec2 else "member")
        wrong = [child.tag for child in element if child.tag != wanted]
        if wrong:
            raise Fault(f"{element.tag} has {wrong[0]} where AWS has {wanted}")
        return [xml_value(is_ec2, shape.member, child) for child in element]
    text = element.text or ""
    try:
        return scalar(shape, text, element.tag)
    except Refusal as refusal:
        raise Fault(refusal.message) from None
