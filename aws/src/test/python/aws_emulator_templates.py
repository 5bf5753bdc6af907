"""Templates of CloudFormation: SAM is expanded by AWS's own translator, functions and conditions are resolved here."""

import ipaddress
import json
import re

from aws_emulator import ACCOUNT, Failure

NO_VALUE = object()
UNKNOWN = "{{known after it is made}}"


def parsed(text):
    from samtranslator.yaml_helper import yaml_parse

    try:
        template = yaml_parse(text)
    except Exception as fault:
        raise Failure("ValidationError", f"Template format error: YAML not well-formed. {fault}") from None
    if not isinstance(template, dict) or not template.get("Resources"):
        raise Failure("ValidationError", "Template format error: At least one Resources member must be defined.")
    return template


def expanded(template, values, region, stack):
    """The template without the transform, as AWS::Serverless-2016-10-31 makes it."""
    if "Transform" not in template:
        return template
    import boto3
    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    translator = Translator({}, Parser(), boto_session=boto3.session.Session(region_name=region))
    try:
        return translator.translate(
            json.loads(json.dumps(template, default=str)), {**values, "AWS::StackName": stack, "AWS::AccountId": ACCOUNT}
        )
    except InvalidDocumentException as fault:
        reasons = "; ".join(error.message for error in fault.causes)
        raise Failure("ValidationError", f"Transform AWS::Serverless-2016-10-31 failed with: {reasons}") from None
    finally:
        translator.metrics.publish()  # to nobody; without this it complains


def checked_parameters(template, given, previous):
    """{name: text} of all parameters; given and previous are the parameters of the request and of the stack."""
    declared = template.get("Parameters", {})
    unknown = [name for name in given if name not in declared]
    if unknown:
        raise Failure("ValidationError", f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    values, missing = {}, []
    for name, attributes in declared.items():
        entry = given.get(name, {})
        if entry.get("UsePreviousValue"):
            if name not in previous:
                raise Failure("ValidationError", f"Parameter {name} has no previous value")
            values[name] = previous[name]
        elif "ParameterValue" in entry:
            values[name] = entry["ParameterValue"]
        elif "Default" in attributes:
            values[name] = str(attributes["Default"])
        else:
            missing.append(name)
            continue
        refuse_value(name, attributes, values[name])
    if missing:
        raise Failure("ValidationError", f"Parameters: [{', '.join(missing)}] must have values")
    return values


def refuse_value(name, attributes, value):
    allowed = [str(item) for item in attributes.get("AllowedValues", [])]
    if allowed and value not in allowed:
        raise Failure("ValidationError", f"Parameter '{name}' must be one of AllowedValues")
    pattern = attributes.get("AllowedPattern")
    items = value.split(",") if attributes.get("Type") == "CommaDelimitedList" else [value]
    if pattern and not all(re.fullmatch(pattern, item.strip()) for item in items):
        raise Failure("ValidationError", f"Parameter {name} failed to satisfy constraint: must match pattern {pattern}")
    if attributes.get("Type") == "Number":
        if not re.fullmatch(r"-?\d+(\.\d+)?", value):
            raise Failure("ValidationError", f"Parameter '{name}' must be a number.")
        if not float(attributes.get("MinValue", "-inf")) <= float(value) <= float(attributes.get("MaxValue", "inf")):
            raise Failure("ValidationError", f"Parameter '{name}' must be a number in its range")
    elif not int(attributes.get("MinLength", 0)) <= len(value) <= int(attributes.get("MaxLength", 4096)):
        raise Failure("ValidationError", f"Parameter '{name}' has a wrong length")


class Resolver:
    """The values of a template for one stack."""

    def __init__(self, template, parameters, region, stack_name, stack_id, resources):
        self.template, self.parameters, self.region = template, parameters, region
        self.resources = resources  # {logical ID: resource with id and attribute(name)}
        self.pseudo = {
            "AWS::Region": region,
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": stack_name,
            "AWS::StackId": stack_id,
            "AWS::NoValue": NO_VALUE,
        }

    def refuse_rules(self):
        for name, rule in self.template.get("Rules", {}).items():
            if "RuleCondition" in rule and not self.truth(rule["RuleCondition"]):
                continue
            for assertion in rule["Assertions"]:
                if not self.truth(assertion["Assert"]):
                    reason = assertion.get("AssertDescription", "")
                    raise Failure("ValidationError", f"Template error: Rule {name} assertion failed: {reason}")

    def wanted(self):
        """{logical ID: resource} without those whose condition is false."""
        return {
            name: resource
            for name, resource in self.template["Resources"].items()
            if "Condition" not in resource or self.condition(resource["Condition"])
        }

    def condition(self, name):
        return self.truth(self.template["Conditions"][name])

    def truth(self, node):
        (function, argument), = node.items()
        if function == "Condition":
            return self.condition(argument)
        if function == "Fn::Equals":
            return self.value(argument[0]) == self.value(argument[1])
        if function == "Fn::Not":
            return not self.truth(argument[0])
        if function == "Fn::And":
            return all(self.truth(item) for item in argument)
        if function == "Fn::Or":
            return any(self.truth(item) for item in argument)
        if function == "Fn::Contains":
            return self.value(argument[1]) in self.value(argument[0])
        raise Failure("ValidationError", f"Template error: unknown condition function {function}")

    def value(self, node):
        if isinstance(node, list):
            return [item for item in map(self.value, node) if item is not NO_VALUE]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (function, argument), = node.items()
            if function == "Ref":
                return self.reference(argument)
            if function.startswith("Fn::"):
                return getattr(self, function[4:].lower())(argument)
        members = {name: self.value(item) for name, item in node.items()}
        return {name: item for name, item in members.items() if item is not NO_VALUE}

    def reference(self, name):
        if name in self.pseudo:
            return self.pseudo[name]
        if name in self.parameters:
            text = self.parameters[name]
            is_list = self.template["Parameters"][name]["Type"] in ("CommaDelimitedList",) or self.template["Parameters"][
                name
            ]["Type"].startswith("List<")
            return text.split(",") if is_list else text
        return self.resource(name).id if name in self.resources else self.missing(name)

    def missing(self, name):
        if name not in self.template["Resources"]:
            raise Failure("ValidationError", f"Template error: unresolved resource dependency {name}")
        return UNKNOWN

    def resource(self, name):
        return self.resources[name]

    def getatt(self, argument):
        name, attribute = argument.split(".", 1) if isinstance(argument, str) else (argument[0], ".".join(argument[1:]))
        return self.resource(name).attribute(attribute) if name in self.resources else self.missing(name)

    def sub(self, argument):
        text, own = (argument, {}) if isinstance(argument, str) else argument
        own = {name: self.value(item) for name, item in own.items()}

        def substitute(match):
            name = match.group(1)
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            found = own[name] if name in own else self.getatt(name) if "." in name else self.reference(name)
            return str(found)

        return re.sub(r"\$\{([^}]*)\}", substitute, text)

    def __getattr__(self, name):
        if name == "if":
            return lambda argument: self.value(argument[1 if self.condition(argument[0]) else 2])
        raise AttributeError(name)

    def join(self, argument):
        return argument[0].join(str(item) for item in self.value(argument[1]))

    def split(self, argument):
        return str(self.value(argument[1])).split(argument[0])

    def select(self, argument):
        items, index = self.value(argument[1]), int(self.value(argument[0]))
        return items[index] if index < len(items) else UNKNOWN

    def getazs(self, argument):
        return [f"{self.value(argument) or self.region}{zone}" for zone in "abc"]

    def cidr(self, argument):
        block, count, bits = self.value(argument)
        networks = ipaddress.ip_network(block).subnets(new_prefix=32 - int(bits))
        return [str(next(networks)) for _ in range(int(count))]


def references(node):
    """The logical IDs and parameters that a part of a template names."""
    if isinstance(node, list):
        return set().union(*map(references, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    found = set()
    for name, argument in node.items():
        if name == "Ref":
            found.add(argument)
        elif name == "Fn::GetAtt":
            found.add(argument.split(".")[0] if isinstance(argument, str) else argument[0])
        elif name == "Fn::Sub":
            text = argument if isinstance(argument, str) else argument[0]
            found |= {match.split(".")[0] for match in re.findall(r"\$\{([^!}][^}]*)\}", text)}
            found |= references(argument)
        else:
            found |= references(argument)
    return found


def in_order(resources):
    """Logical IDs, each after those that it needs."""
    order, visiting = [], set()

    def visit(name):
        if name in order:
            return
        if name in visiting:
            raise Failure("ValidationError", f"Circular dependency between resources: [{', '.join(sorted(visiting))}]")
        visiting.add(name)
        needed = resources[name].get("DependsOn", [])
        for other in sorted(references(resources[name].get("Properties", {})) | set([needed] if isinstance(needed, str) else needed)):
            if other in resources:
                visit(other)
        visiting.discard(name)
        order.append(name)

    for name in resources:
        visit(name)
    return order
