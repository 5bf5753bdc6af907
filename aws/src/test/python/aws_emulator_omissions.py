"""Answers that lack a member, as AWS's may: nearly all members are optional.

  POST /control/members         {}: the optional members of the answers since the last time, as
                                ["rds:DescribeDBInstances", "DBInstances.Endpoint"]
  POST /control/leave-out       {"action": "rds:DescribeDBInstances", "member": "DBInstances.Endpoint"}: the answers to
                                the action lack it from now on; an empty action ends that
  POST /control/fail-no-more    {}: forgets the failures that are planned
  POST /control/errors          {"action": "rds:CreateDBInstance"}: the errors of the action, as [["code", 404]]
"""

import json
import re
import xml.etree.ElementTree as ElementTree

import aws_emulator_shapes as shapes
from aws_emulator import control, state


@control("members")
def members(parameters):
    found = sorted(state.members)
    state.members.clear()
    return json.dumps(found).encode()


@control("leave-out")
def leave_out(parameters):
    state.left_out = (parameters["action"], parameters["member"]) if parameters["action"] else None


@control("fail-no-more")
def fail_no_more(parameters):
    state.failures.clear()


@control("errors")
def errors(parameters):
    service, name = parameters["action"].split(":")
    model = shapes.model({"cloudwatch": "monitoring"}.get(service, service))
    operation = model.operation_model("Invoke" if name == "InvokeFunction" else name)
    return json.dumps(sorted(shapes.errors(operation).items())).encode()


def changed(call, body):
    """The answer, without the member that is to be left out; its members are noted."""
    operation = shapes.operation_model(call)
    shape = operation.output_shape
    if call.is_cbor or call.operation == "InvokeFunction" or shape is None:
        return body
    if call.is_json:
        answer = json.loads(body)
        json_members(call, shape, answer, "")
        return json.dumps(answer).encode()
    root = ElementTree.fromstring(re.sub(rb' xmlns="[^"]*"', b"", body, count=1))
    wrapper = shape.serialization.get("resultWrapper")
    top = root.find(wrapper) if wrapper else root
    if top is None:
        return body
    left_out = xml_members(call, shape, top, "")
    return ElementTree.tostring(root) if left_out else body


def note(call, shape, name, path):
    """Returns whether the member is to be left out."""
    if name not in shape.required_members:
        state.members.add((call.action, path))
    return state.left_out == (call.action, path)


def json_members(call, shape, value, path):
    for name, member in list(value.items()):
        if name not in shape.members:
            continue
        if note(call, shape, name, path + name):
            del value[name]
            continue
        for below, item in structures(shape.members[name], member):
            json_members(call, below, item, path + name + ".")


def structures(shape, value):
    if shape.type_name == "structure":
        return [(shape, value)]
    if shape.type_name == "list" and shape.member.type_name == "structure":
        return [(shape.member, item) for item in value]
    return []


def xml_members(call, shape, element, path):
    names = {member.serialization.get("name", name): name for name, member in shape.members.items()}
    left_out = False
    for child in list(element):
        name = names.get(child.tag)
        if name is None:
            continue
        if note(call, shape, name, path + name):
            element.remove(child)
            left_out = True
            continue
        member = shape.members[name]
        below = path + name + "."
        if member.type_name == "structure":
            left_out |= xml_members(call, member, child, below)
        elif member.type_name == "list" and member.member.type_name == "structure":
            for item in child:
                left_out |= xml_members(call, member.member, item, below)
    return left_out
