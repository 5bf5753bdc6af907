"""What is in lambda/template.yaml, as lines of fields between tabs, once its transform is expanded by AWS's translator.

  variable   HANDLER  NAME       a variable that the template sets for the function
  action     RESOURCE ACTION     an action that a policy of the role or the managed policy allows
  any        RESOURCE ACTION     the same, for a statement whose resource is "*"
  type       TYPE                a type of resource
  parameter  NAME     DEFAULT    DESCRIPTION
"""

import sys

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

# their values do not matter: all branches of the template are looked at
GIVEN = {"CodeBucket": "bucket", "CodeKey": "key", "AWS::StackName": "pipeline", "AWS::AccountId": "123456789012"}


def expanded(template):
    values = {name: parameter.get("Default", "") for name, parameter in template["Parameters"].items()}
    translator = Translator({}, Parser(), boto_session=boto3.session.Session(region_name="eu-central-1"))
    try:
        return translator.translate(template, {**values, **GIVEN})
    finally:
        translator.metrics.publish()


def branches(node):
    """The values that a part of the template may have."""
    if isinstance(node, dict) and set(node) == {"Fn::If"}:
        return [value for branch in node["Fn::If"][1:] for value in branches(branch)]
    return [node]


def statements(resource):
    properties = resource["Properties"]
    documents = [policy["PolicyDocument"] for policy in properties.get("Policies", [])]
    documents += [properties["PolicyDocument"]] if "PolicyDocument" in properties else []
    for document in documents:
        for statement in document["Statement"]:
            yield from (one for one in branches(statement) if "Effect" in one)


def rows(template):
    for name, parameter in template["Parameters"].items():
        yield "parameter", name, parameter.get("Default", "required"), " ".join(str(parameter["Description"]).split())
    resources = expanded(template)["Resources"]
    for kind in sorted({resource["Type"] for resource in resources.values()}):
        yield "type", kind
    for name, resource in resources.items():
        if resource["Type"] == "AWS::Lambda::Function":
            for variable in resource["Properties"]["Environment"]["Variables"]:
                yield "variable", resource["Properties"]["Handler"], variable
        if resource["Type"] in ("AWS::IAM::Role", "AWS::IAM::ManagedPolicy"):
            for statement in statements(resource):
                actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
                for action in actions if statement["Effect"] == "Allow" else []:
                    yield "action", name, action
                    if statement["Resource"] == "*":
                        yield "any", name, action


for row in rows(yaml_parse(open(sys.argv[1], encoding="utf-8").read())):
    print("\t".join(map(str, row)))
