"""CloudFormation: stacks and change sets, whose resources aws_emulator_stack_resources makes.

moto executes a change set at once, knows no states in between, no rollback, and no replacement. Here an operation is done
at once too, but its events and its last status are seen one DescribeStacks after the other (/control/settle).

  POST /control/stack-failure   {"resource": "Events", "operation": "CREATE", "reason": "..."}: the next such operation on
                                the resource fails; CREATE, UPDATE or DELETE
  POST /control/stack-status    {"stack": "pipeline", "status": "UPDATE_IN_PROGRESS", "reason": "..."}: it has this status
  POST /control/protect-stack   {"stack": "pipeline"}: termination protection
  POST /control/stack-template  {"stack": "pipeline"}: its template without its transform, as JSON
"""

import functools
import json
import math
import re
import uuid
from datetime import datetime, timedelta, timezone
from urllib.parse import unquote, urlparse

from aws_emulator import ACCOUNT, Failure, control, instead_of, state
from aws_emulator_stack_resources import Made, make
from aws_emulator_templates import UNKNOWN, Resolver, checked_parameters, expanded, in_order, parsed
from moto.backends import get_backend
from moto.core.responses import get_service_model
from moto.core.serialize import QuerySerializer

PAGE = 20
STACK = "AWS::CloudFormation::Stack"
NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set."


def answer(call, result):
    operation = get_service_model("cloudformation").operation_model(call.operation)
    body = QuerySerializer(operation).serialize(result)["body"]
    return 200, body.encode() if isinstance(body, str) else body


def api(operation):
    """Registers the answer to an operation: (call, members) -> the result as botocore's shape has it."""

    def register(function):
        @instead_of(f"cloudformation:{operation}")
        def replacement(call, forward):
            return answer(call, function(call, call.members))

        return function

    return register


class Stack:
    def __init__(self, region, name):
        self.region, self.name = region, name
        self.id = f"arn:aws:cloudformation:{region}:{ACCOUNT}:stack/{name}/{uuid.uuid4()}"
        self.status, self.reason = "REVIEW_IN_PROGRESS", "User Initiated"
        self.template, self.parameters, self.outputs = {"Resources": {}}, {}, []
        self.resources = {}  # logical ID -> Made, in the order of creation
        self.definitions = {}  # logical ID -> (type, resolved properties, deletion policy)
        self.statuses = {}  # logical ID -> (status, reason)
        self.change_sets = {}
        self.events, self.hidden = [], []  # oldest first; what is not seen yet
        self.final = None
        self.looks = 0
        self.is_protected = False
        self.time = datetime.now(timezone.utc)

    def event(self, logical, kind, identifier, status, reason=None):
        self.time += timedelta(milliseconds=1)
        self.hidden.append({
            "StackId": self.id,
            "EventId": str(uuid.uuid4()),
            "StackName": self.name,
            "LogicalResourceId": logical,
            "PhysicalResourceId": identifier,
            "ResourceType": kind,
            "Timestamp": self.time,
            "ResourceStatus": status,
            **({"ResourceStatusReason": reason} if reason else {}),
        })
        if kind != STACK or identifier != self.id:
            self.statuses[logical] = (status, reason)

    def own(self, status, reason=None):
        self.event(self.name, STACK, self.id, status, reason)

    def begin(self, status):
        self.status, self.reason = status, None
        self.looks = state.polls

    def end(self, status, reason=None):
        self.own(status, reason)
        self.final = (status, reason)

    def look(self):
        """A look at a stack that is being worked on shows some more of what was done."""
        if self.final is None:
            return
        count = math.ceil(len(self.hidden) / (self.looks + 1))
        self.events += self.hidden[:count]
        del self.hidden[:count]
        self.looks -= 1
        if not self.hidden:
            (self.status, self.reason), self.final = self.final, None


def stacks(region):
    return state.stacks.setdefault(region, [])


def found(call, name):
    """By its name, unless it is deleted, or by its ID."""
    for stack in stacks(call.region):
        if stack.id == name or (stack.name == name and stack.status != "DELETE_COMPLETE"):
            return stack
    raise Failure("ValidationError", f"Stack with id {name} does not exist")


def change_set(call, members):
    name = members["ChangeSetName"]
    for stack in stacks(call.region):
        for made in stack.change_sets.values():
            if made["ChangeSetId"] == name or (made["ChangeSetName"] == name and members.get("StackName") == stack.name):
                return stack, made
    raise Failure("ChangeSetNotFound", f"ChangeSet [{name}] does not exist", 404)


def page(items, token, size=PAGE):
    start = int(token or 0)
    return items[start : start + size], str(start + size) if start + size < len(items) else None


# --- change sets ----------------------------------------------------------------------------------------------------


def template_text(call, members):
    if "TemplateBody" in members:
        return members["TemplateBody"]
    url = urlparse(members["TemplateURL"])
    place = re.fullmatch(r"s3\.([a-z0-9-]+)\.amazonaws\.com", url.netloc)
    if url.scheme != "https" or not place:
        raise Failure("ValidationError", "TemplateURL must be a supported URL.")
    bucket, key = unquote(url.path[1:]).split("/", 1)
    try:
        return get_backend("s3")[ACCOUNT]["aws"].get_object(bucket, key).value.decode()
    except Exception:
        raise Failure("ValidationError", "S3 error: Access Denied") from None


@api("CreateChangeSet")
def create_change_set(call, members):
    name, kind = members["StackName"], members.get("ChangeSetType", "UPDATE")
    template = parsed(template_text(call, members))
    try:
        stack = found(call, name)
    except Failure:
        stack = None
    if kind == "UPDATE" and (stack is None or stack.status == "REVIEW_IN_PROGRESS"):
        raise Failure("ValidationError", f"Stack [{name}] does not exist")
    if kind == "CREATE" and stack is not None and stack.status != "REVIEW_IN_PROGRESS":
        raise Failure("ValidationError", f"Stack [{name}] already exists and cannot be created again with the changeSet")
    if stack is not None and kind == "UPDATE" and not re.search(r"(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT)_COMPLETE$", stack.status):
        raise Failure("ValidationError", f"Stack:{stack.id} is in {stack.status} state and can not be updated.")
    need = required_capabilities(template)
    if not need <= set(members.get("Capabilities", [])) | ({"CAPABILITY_IAM"} if "CAPABILITY_NAMED_IAM" in members.get("Capabilities", []) else set()):
        raise Failure("InsufficientCapabilitiesException", f"Requires capabilities : [{', '.join(sorted(need))}]")
    given = {item["ParameterKey"]: item for item in members.get("Parameters", [])}
    values = checked_parameters(template, given, stack.parameters if stack else {})
    if stack is None:
        stack = Stack(call.region, name)
        # AWS has an event REVIEW_IN_PROGRESS, which its own model does not allow
        stacks(call.region).append(stack)
    Resolver(template, values, call.region, name, stack.id, {}).refuse_rules()
    made = {
        "ChangeSetName": members["ChangeSetName"],
        "ChangeSetId": f"arn:aws:cloudformation:{call.region}:{ACCOUNT}:changeSet/{members['ChangeSetName']}/{uuid.uuid4()}",
        "StackId": stack.id,
        "StackName": name,
        "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()],
        "looks": min(state.polls, 50),
    }
    stack.change_sets[made["ChangeSetId"]] = made
    try:
        made["template"] = expanded(template, values, call.region, name)
        made["values"] = values
        made["changes"] = changes(stack, made["template"], values)
        made["failure"] = None if made["changes"] or kind == "CREATE" else NO_CHANGES
        if outputs_differ(stack, made["template"]) and not made["changes"] and kind == "UPDATE":
            made["failure"] = None
    except Failure as failure:
        made["failure"], made["changes"] = failure.message, []
    return {"Id": made["ChangeSetId"], "StackId": stack.id}


def outputs_differ(stack, template):
    return template.get("Outputs", {}) != stack.template.get("Outputs", {})


def required_capabilities(template):
    kinds = {(resource.get("Type"), bool({"RoleName", "ManagedPolicyName"} & set(resource.get("Properties", {}))))
             for resource in template["Resources"].values()}
    need = {"CAPABILITY_AUTO_EXPAND"} if "Transform" in template else set()
    if any(str(kind).startswith("AWS::IAM::") for kind, _ in kinds):
        need.add("CAPABILITY_NAMED_IAM" if any(named for kind, named in kinds if str(kind).startswith("AWS::IAM::")) else "CAPABILITY_IAM")
    return need


@functools.cache
def create_only(kind):
    """The properties that cannot be changed, from the schemas that come with cfn-lint."""
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

    try:
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
    except Exception:
        return frozenset()
    return frozenset(path.split("/")[2] for path in schema.get("createOnlyProperties", []))


def changes(stack, template, values):
    resolver = Resolver(template, values, stack.region, stack.name, stack.id, stack.resources)
    wanted, found_changes = resolver.wanted(), []
    for name in in_order(wanted):
        resource = wanted[name]
        properties = resolver.value(resource.get("Properties", {}))
        if name not in stack.definitions:
            found_changes.append({"Action": "Add", "LogicalResourceId": name, "ResourceType": resource["Type"]})
            continue
        before = stack.definitions[name][1]
        different = {key for key in {*before, *properties} if before.get(key) != properties.get(key)}
        if different:
            found_changes.append(modified(stack, name, resource, different, properties))
    for name in reversed([name for name in stack.definitions if name not in wanted]):
        kind, _, policy = stack.definitions[name]
        found_changes.append({
            "Action": "Remove",
            "LogicalResourceId": name,
            "PhysicalResourceId": stack.resources[name].id,
            "ResourceType": kind,
            "PolicyAction": policy,
        })
    return found_changes


def modified(stack, name, resource, different, properties):
    fixed = different & create_only(resource["Type"])
    replacement = "False"
    if fixed:
        known = [key for key in fixed if UNKNOWN not in json.dumps(properties.get(key))]
        replacement = "True" if known else "Conditional"
    change = {
        "Action": "Modify",
        "LogicalResourceId": name,
        "PhysicalResourceId": stack.resources[name].id,
        "ResourceType": resource["Type"],
        "Replacement": replacement,
        "Scope": ["Properties"],
        "Details": [{"Target": {"Attribute": "Properties", "Name": key}, "Evaluation": "Static"} for key in sorted(different)],
    }
    if replacement == "True":
        change["PolicyAction"] = "ReplaceAnd" + resource.get("UpdateReplacePolicy", "Delete")
    return change


@api("DescribeChangeSet")
def describe_change_set(call, members):
    _, made = change_set(call, members)
    result = {key: made[key] for key in ("ChangeSetName", "ChangeSetId", "StackId", "StackName", "Parameters")}
    if made["looks"] > 0:
        made["looks"] -= 1
        return {**result, "Status": "CREATE_IN_PROGRESS", "ExecutionStatus": "UNAVAILABLE", "Changes": []}
    if made["failure"]:
        return {**result, "Status": "FAILED", "StatusReason": made["failure"], "ExecutionStatus": "UNAVAILABLE", "Changes": []}
    shown, token = page(made["changes"], members.get("NextToken"))
    return {
        **result,
        "Status": "CREATE_COMPLETE",
        "ExecutionStatus": "AVAILABLE",
        "Changes": [{"Type": "Resource", "ResourceChange": change} for change in shown],
        **({"NextToken": token} if token else {}),
    }


@api("DeleteChangeSet")
def delete_change_set(call, members):
    stack, made = change_set(call, members)
    del stack.change_sets[made["ChangeSetId"]]
    return {}


@api("ExecuteChangeSet")
def execute_change_set(call, members):
    stack, made = change_set(call, members)
    if made["failure"] or made["looks"] > 0:
        raise Failure("InvalidChangeSetStatus", f"ChangeSet [{made['ChangeSetId']}] cannot be executed in its current status")
    stack.change_sets.clear()
    deploy(stack, made["template"], made["values"])
    return {}


# --- what a stack does ----------------------------------------------------------------------------------------------


class Broken(Exception):
    """A resource could not be made, changed or deleted."""


def planned_failure(logical, operation):
    for failure in state.stack_failures:
        if failure["resource"] == logical and failure["operation"] == operation:
            state.stack_failures.remove(failure)
            raise Broken(failure["reason"])


def deploy(stack, template, values):
    is_new = stack.status == "REVIEW_IN_PROGRESS"
    word = "CREATE" if is_new else "UPDATE"
    before = (stack.template, stack.parameters, dict(stack.definitions))
    stack.begin(word + "_IN_PROGRESS")
    stack.own(word + "_IN_PROGRESS", "User Initiated")
    resolver = Resolver(template, values, stack.region, stack.name, stack.id, stack.resources)
    wanted = resolver.wanted()
    fresh = []
    try:
        for name in in_order(wanted):
            apply(stack, resolver, name, wanted[name], fresh, list(wanted))
    except Broken as broken:
        take_back(stack, word, broken, fresh, before)
        return
    for name in [name for name in stack.definitions if name not in wanted]:
        remove(stack, name)
    stack.template, stack.parameters = template, values
    stack.outputs = outputs(resolver)
    stack.end(word + "_COMPLETE")


def outputs(resolver):
    shown = []
    for name, output in resolver.template.get("Outputs", {}).items():
        if "Condition" not in output or resolver.condition(output["Condition"]):
            shown.append({
                "OutputKey": name,
                "OutputValue": str(resolver.value(output["Value"])),
                **({"Description": output["Description"]} if "Description" in output else {}),
            })
    return shown


def apply(stack, resolver, name, resource, fresh, wanted):
    kind = resource["Type"]
    properties = resolver.value(resource.get("Properties", {}))
    known = stack.definitions.get(name)
    if known and known[1] == properties:
        return
    replaces = known and (set(key for key in {*known[1], *properties} if known[1].get(key) != properties.get(key)) & create_only(kind))
    word = "UPDATE" if known else "CREATE"
    identifier = stack.resources[name].id if known else ""
    stack.event(name, kind, identifier, word + "_IN_PROGRESS", "Requested update requires the creation of a new physical resource." if replaces else None)
    try:
        planned_failure(name, word)
        if kind == STACK:
            made = nested(stack, name, properties, identifier if known else None)
        elif known and not replaces:
            made = stack.resources[name]
            made.attributes = dict(made.attributes)
        else:
            made = make(stack, name, kind, properties)
    except Exception as fault:
        reason = str(fault) or type(fault).__name__
        stack.event(name, kind, identifier, word + "_FAILED", reason)
        for other in [other for other in wanted if other not in stack.definitions and other != name][:2]:
            stack.event(other, "", "", "CREATE_IN_PROGRESS")
            stack.event(other, "", "", "CREATE_FAILED", "Resource creation cancelled")
        raise Broken(f"The following resource(s) failed to {word.lower()}: [{name}]. ") from None
    if not known:
        fresh.append(name)
    stack.resources[name] = made
    stack.definitions[name] = (kind, properties, resource.get("DeletionPolicy", "Delete"))
    stack.event(name, kind, made.id, word + "_COMPLETE")


def nested(stack, name, properties, identifier):
    template = parsed(get_backend("s3")[ACCOUNT]["aws"].get_object(*unquote(urlparse(properties["TemplateURL"]).path[1:]).split("/", 1)).value.decode())
    child = Stack(stack.region, f"{stack.name}-{name}-{uuid.uuid4().hex[:12].upper()}")
    child.time = stack.time
    stacks(stack.region).append(child)
    # the event that names the inner stack comes before those of its resources
    stack.event(name, STACK, child.id, "CREATE_IN_PROGRESS", "Resource creation Initiated")
    given = {key: {"ParameterValue": str(value)} for key, value in properties.get("Parameters", {}).items()}
    deploy(child, template, checked_parameters(template, given, {}))
    stack.time = child.time
    child.events, child.hidden = child.hidden, []
    (child.status, child.reason), child.final = child.final, None
    if child.status != "CREATE_COMPLETE":
        raise Broken(f"Embedded stack {child.id} was not successfully created: {child.reason}")
    return Made(child.id, {f"Outputs.{item['OutputKey']}": item["OutputValue"] for item in child.outputs})


def take_back(stack, word, broken, fresh, before):
    rollback = "ROLLBACK" if word == "CREATE" else "UPDATE_ROLLBACK"
    stack.own(rollback + "_IN_PROGRESS", f"{broken}Rollback requested by user.")
    failed = []
    for name in reversed(fresh):
        try:
            remove(stack, name)
        except Broken:
            failed.append(name)
    stack.template, stack.parameters, definitions = before
    if not failed:
        stack.definitions = definitions
        stack.end(rollback + "_COMPLETE", str(broken).strip())
    else:
        stack.end(rollback + "_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}]. ")


def remove(stack, name):
    """Deletes a resource, or leaves it if its policy is that."""
    kind, _, policy = stack.definitions[name]
    made = stack.resources[name]
    if policy == "Retain":
        stack.event(name, kind, made.id, "DELETE_SKIPPED")
    else:
        stack.event(name, kind, made.id, "DELETE_IN_PROGRESS")
        try:
            planned_failure(name, "DELETE")
            made.delete()
        except Exception as fault:
            reason = str(fault) or type(fault).__name__
            stack.event(name, kind, made.id, "DELETE_FAILED", reason)
            raise Broken(reason) from None
        stack.event(name, kind, made.id, "DELETE_COMPLETE")
    stack.definitions.pop(name)
    stack.resources.pop(name)


@api("DeleteStack")
def delete_stack(call, members):
    try:
        stack = found(call, members["StackName"])
    except Failure:
        return {}
    retained = members.get("RetainResources", [])
    if stack.is_protected:
        raise Failure("ValidationError", f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled")
    if retained and stack.status != "DELETE_FAILED":
        raise Failure(
            "ValidationError",
            "Invalid operation on stack [" + stack.id + "]. Retaining resources is only allowed for stacks in DELETE_FAILED.",
        )
    if stack.status == "REVIEW_IN_PROGRESS":
        stack.status = "DELETE_COMPLETE"
        return {}
    stack.begin("DELETE_IN_PROGRESS")
    stack.own("DELETE_IN_PROGRESS", "User Initiated")
    failed = []
    for name in [*reversed(in_order(wanted_definitions(stack)))]:
        if name in retained:
            stack.event(name, stack.definitions[name][0], stack.resources[name].id, "DELETE_SKIPPED")
            del stack.definitions[name], stack.resources[name]
            continue
        try:
            remove(stack, name)
        except Broken:
            failed.append(name)
    if failed:
        stack.end("DELETE_FAILED", f"The following resource(s) failed to delete: [{', '.join(failed)}]. ")
    else:
        stack.end("DELETE_COMPLETE")
    return {}


def wanted_definitions(stack):
    return {name: stack.template["Resources"].get(name, {}) for name in stack.definitions}


# --- looking at stacks ----------------------------------------------------------------------------------------------


@api("DescribeStacks")
def describe_stacks(call, members):
    if "StackName" in members:
        chosen = [found(call, members["StackName"])]
    else:
        chosen = [stack for stack in stacks(call.region) if stack.status != "DELETE_COMPLETE"]
    for stack in chosen:
        stack.look()
    return {"Stacks": [described(stack) for stack in chosen]}


def described(stack):
    declared = stack.template.get("Parameters", {})
    return {
        "StackId": stack.id,
        "StackName": stack.name,
        "CreationTime": stack.time,
        "StackStatus": stack.status,
        **({"StackStatusReason": stack.reason} if stack.reason else {}),
        "DisableRollback": False,
        "EnableTerminationProtection": stack.is_protected,
        "Parameters": [
            {"ParameterKey": name, "ParameterValue": "****" if declared.get(name, {}).get("NoEcho") else value}
            for name, value in stack.parameters.items()
        ],
        "Outputs": stack.outputs,
    }


@api("DescribeStackEvents")
def describe_stack_events(call, members):
    stack = found(call, members["StackName"])
    shown, token = page(stack.events[::-1], members.get("NextToken"))
    return {"StackEvents": shown, **({"NextToken": token} if token else {})}


@api("ListStackResources")
def list_stack_resources(call, members):
    stack = found(call, members["StackName"])
    kinds = {name: resource["Type"] for name, resource in stack.template["Resources"].items()}
    rows = []
    for name, (status, reason) in stack.statuses.items():
        if name not in stack.resources and status != "DELETE_COMPLETE" and "FAILED" not in status:
            continue
        rows.append({
            "LogicalResourceId": name,
            "PhysicalResourceId": stack.resources[name].id if name in stack.resources else "",
            "ResourceType": stack.definitions[name][0] if name in stack.definitions else kinds.get(name, "unknown"),
            "LastUpdatedTimestamp": stack.time,
            "ResourceStatus": status,
            **({"ResourceStatusReason": reason} if reason else {}),
        })
    shown, token = page(rows, members.get("NextToken"))
    return {"StackResourceSummaries": shown, **({"NextToken": token} if token else {})}


# --- controls -------------------------------------------------------------------------------------------------------


def named(parameters):
    return next(stack for region in state.stacks.values() for stack in reversed(region) if stack.name == parameters["stack"])


@control("stack-failure")
def plan_failure(parameters):
    state.stack_failures.append(parameters)


@control("stack-status")
def set_status(parameters):
    stack = named(parameters)
    stack.status, stack.reason = parameters["status"], parameters.get("reason")


@control("protect-stack")
def protect(parameters):
    named(parameters).is_protected = True


@control("stack-template")
def show_template(parameters):
    return json.dumps(named(parameters).template).encode()
