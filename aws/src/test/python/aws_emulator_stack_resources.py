"""The resources of stacks: made in moto where it has them, else only remembered ("on paper").

  POST /control/stack-types     the types of resources that stacks make in moto, as a JSON array
  POST /control/function-state  {"name": "pipeline-event-router", "members": {"State": "Failed"}}: a function of a stack has
                                these members
  POST /control/delete-function {"name": "pipeline-event-router"}: it is gone, and its stack does not know
  POST /control/stream          {"name": "changes"}: there is a stream of Kinesis
  POST /control/mapping         {"members": {"State": "Disabled"}}: so do all event source mappings of stacks
  POST /control/alarm           {"resource": "EventsAge", "state": "ALARM"}: so do the alarms whose names contain that
  POST /control/metric          {"metric": "IteratorAge", "of": "pipeline-event-router", "value": 65000}: was measured
"""

import json
import re
import uuid

from aws_emulator import ACCOUNT, Failure, control, instead_of, state
from aws_emulator_doctor import PROTOCOL, cbor
from moto.backends import get_backend


def backend(service, region):
    return get_backend(service)[ACCOUNT][region]


class Made:
    """A resource: its ID, its attributes, and how it is deleted."""

    def __init__(self, identifier, attributes=None, delete=lambda: None, model=None):
        self.id, self.attributes, self.delete, self.model = identifier, attributes or {}, delete, model

    def attribute(self, name):
        if name in self.attributes:
            return self.attributes[name]
        return self.model.get_cfn_attribute(name)


MAKERS = {}


def maker(kind):
    def register(function):
        MAKERS[kind] = function
        return function

    return register


# What moto makes from a template by itself, with the property that names the resource.
MODELS = {
    "AWS::EC2::VPC": "",
    "AWS::EC2::Subnet": "",
    "AWS::EC2::RouteTable": "",
    "AWS::EC2::SecurityGroup": "GroupName",
    "AWS::EC2::VPCEndpoint": "",
    "AWS::RDS::DBSubnetGroup": "DBSubnetGroupName",
    "AWS::RDS::DBParameterGroup": "DBParameterGroupName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Lambda::Permission": "",
}


def make(stack, logical, kind, properties):
    """Makes a resource; what moto refuses is raised as it is."""
    if kind in MAKERS:
        return MAKERS[kind](stack, logical, properties)
    if kind in MODELS:
        return by_model(stack, logical, kind, properties)
    return Made(f"{stack.name}-{logical}-{uuid.uuid4().hex[:12].upper()}")


def by_model(stack, logical, kind, properties):
    from moto.cloudformation.parsing import resource_class_from_type

    model = resource_class_from_type(kind)
    name = properties.get(MODELS[kind] or "?", f"{stack.name}-{logical}-{uuid.uuid4().hex[:12].upper()}")
    definition = {"Type": kind, "Properties": json.loads(json.dumps(properties))}
    if kind == "AWS::Lambda::Function":
        state.function_properties[name] = properties
    made = model.create_from_cloudformation_json(
        name, definition, ACCOUNT, stack.region, LogicalId=logical, StackId=stack.id, ResourceType=kind
    )
    # some models of moto have no ID for CloudFormation
    identifier = getattr(made, "physical_resource_id", getattr(made, "name", name))

    def delete():
        if kind in DELETERS:
            DELETERS[kind](stack.region, identifier)
            return
        try:
            model.delete_from_cloudformation_json(identifier, definition, ACCOUNT, stack.region)
        except NotImplementedError:
            made.delete(ACCOUNT, stack.region)

    return Made(identifier, attributes(kind, made), delete, made)


# What moto's models delete otherwise, or not at all.
DELETERS = {
    "AWS::EC2::VPC": lambda region, name: backend("ec2", region).delete_vpc(name),
    "AWS::EC2::Subnet": lambda region, name: backend("ec2", region).delete_subnet(name),
    "AWS::EC2::RouteTable": lambda region, name: backend("ec2", region).delete_route_table(name),
    "AWS::EC2::SecurityGroup": lambda region, name: backend("ec2", region).delete_security_group(group_id=name),
    "AWS::EC2::VPCEndpoint": lambda region, name: backend("ec2", region).delete_vpc_endpoints([name]),
    "AWS::RDS::DBSubnetGroup": lambda region, name: backend("rds", region).delete_subnet_group(name),
    "AWS::RDS::DBParameterGroup": lambda region, name: backend("rds", region).delete_db_parameter_group(name),
    "AWS::Logs::LogGroup": lambda region, name: backend("logs", region).delete_log_group(name),
    "AWS::Lambda::Permission": lambda region, name: None,  # goes with its function
}


def attributes(kind, made):
    if kind == "AWS::Logs::LogGroup":
        return {"Arn": made.arn + ("" if made.arn.endswith(":*") else ":*")}
    if kind == "AWS::EC2::SecurityGroup":
        return {"GroupId": made.id}
    return {}


@maker("AWS::EC2::SubnetRouteTableAssociation")
def association(stack, logical, properties):
    ec2 = backend("ec2", stack.region)
    made = ec2.associate_route_table(properties["RouteTableId"], subnet_id=properties["SubnetId"])
    identifier = made if isinstance(made, str) else made.id
    return Made(identifier, delete=lambda: ec2.disassociate_route_table(identifier))


@maker("AWS::RDS::DBInstance")
def instance(stack, logical, properties):
    rds, name = backend("rds", stack.region), properties["DBInstanceIdentifier"]
    made = rds.create_db_instance({
        "db_instance_identifier": name,
        "engine": properties["Engine"],
        "engine_version": properties["EngineVersion"],
        "db_instance_class": properties["DBInstanceClass"],
        "allocated_storage": int(properties["AllocatedStorage"]),
        "db_name": properties["DBName"],
        "master_username": properties["MasterUsername"],
        "manage_master_user_password": properties["ManageMasterUserPassword"],
        "db_subnet_group_name": properties["DBSubnetGroupName"],
        "db_parameter_group_name": properties["DBParameterGroupName"],
        "vpc_security_group_ids": properties["VPCSecurityGroups"],
        "deletion_protection": properties["DeletionProtection"],
        "storage_encrypted": True,
    })
    secret = f"arn:aws:secretsmanager:{stack.region}:{ACCOUNT}:secret:rds!db-{uuid.uuid4()}-AbCdEf"

    def delete():
        if rds.databases[name].deletion_protection:
            raise ValueError("Cannot delete protected DB Instance, please disable deletion protection and try again.")
        rds.delete_db_instance(name)

    return Made(name, {"MasterUserSecret.SecretArn": secret}, delete, made)


@maker("AWS::Lambda::Version")
def version(stack, logical, properties):
    published = backend("lambda", stack.region).publish_version(properties["FunctionName"])
    if published is None:
        raise ValueError("the function has no new version")
    return Made(published.function_arn, {"Version": str(published.version)})


@maker("AWS::Lambda::Alias")
def alias(stack, logical, properties):
    lambdas = backend("lambda", stack.region)
    arguments = properties["Name"], properties["FunctionName"], properties["FunctionVersion"]
    made = lambdas.create_alias(*arguments, properties.get("Description", ""), None)
    return Made(made.arn, delete=lambda: lambdas.delete_alias(properties["Name"], properties["FunctionName"]))


@maker("AWS::Lambda::EventInvokeConfig")
def invoke_config(stack, logical, properties):
    """moto knows it for functions only, not for their aliases."""
    lambdas = backend("lambda", stack.region)
    lambdas.put_function_event_invoke_config(properties["FunctionName"], {
        name: properties[name] for name in ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
        if name in properties
    })
    return Made(f"{properties['FunctionName']}|{properties['Qualifier']}")


@maker("AWS::Lambda::EventSourceMapping")
def mapping(stack, logical, properties):
    """moto has none of Kafka."""
    if ":kafka:" in properties["EventSourceArn"]:
        return Made(str(uuid.uuid4()))
    made = backend("lambda", stack.region).create_event_source_mapping(json.loads(json.dumps(properties)))
    for queue in backend("sqs", stack.region).queues.values():
        queue.lambda_event_source_mappings.clear()  # it would run the function in a container
    for table in backend("dynamodb", stack.region).tables.values():
        table.lambda_event_source_mappings.clear()
    return Made(made.uuid, delete=lambda: backend("lambda", stack.region).delete_event_source_mapping(made.uuid))


@maker("AWS::EC2::SecurityGroupEgress")
def egress(stack, logical, properties):
    groups = [{"GroupId": properties["DestinationSecurityGroupId"]}] if "DestinationSecurityGroupId" in properties else []
    ranges = [{"CidrIp": properties["CidrIp"]}] if "CidrIp" in properties else []
    arguments = properties["GroupId"], properties["IpProtocol"], str(properties["FromPort"]), str(properties["ToPort"])
    ec2 = backend("ec2", stack.region)
    rules, _ = ec2.authorize_security_group_egress(*arguments, ranges, source_groups=groups)
    return Made(rules[0].id, delete=lambda: ec2.revoke_security_group_egress(*arguments, ranges, source_groups=groups))


@maker("AWS::EC2::SecurityGroupIngress")
def ingress(stack, logical, properties):
    groups = [{"GroupId": properties["SourceSecurityGroupId"]}] if "SourceSecurityGroupId" in properties else []
    ranges = [{"CidrIp": properties["CidrIp"]}] if "CidrIp" in properties else []
    arguments = properties["GroupId"], properties["IpProtocol"], str(properties["FromPort"]), str(properties["ToPort"])
    ec2 = backend("ec2", stack.region)
    rules, _ = ec2.authorize_security_group_ingress(*arguments, ranges, source_groups=groups)
    return Made(rules[0].id, delete=lambda: ec2.revoke_security_group_ingress(*arguments, ranges, source_groups=groups))


@maker("AWS::RDS::DBProxy")
def proxy(stack, logical, properties):
    rds, name = backend("rds", stack.region), properties["DBProxyName"]
    if not re.fullmatch(r"[a-zA-Z](?:-?[a-zA-Z0-9]+){0,62}", name):
        raise ValueError(f"invalid DBProxyName {name}")
    made = rds.create_db_proxy(
        name,
        properties["EngineFamily"],
        properties["Auth"],
        properties["RoleArn"],
        properties["VpcSubnetIds"],
        properties.get("VpcSecurityGroupIds"),
        properties.get("RequireTLS"),
        properties.get("IdleClientTimeout"),
        False,
        [],
    )
    arn = f"arn:aws:rds:{stack.region}:{ACCOUNT}:db-proxy:{made.unique_id}"
    return Made(name, {"Endpoint": made.endpoint, "DBProxyArn": arn}, lambda: rds.delete_db_proxy(name))


@maker("AWS::RDS::DBProxyTargetGroup")
def targets(stack, logical, properties):
    instances, clusters = properties.get("DBInstanceIdentifiers", []), properties.get("DBClusterIdentifiers", [])
    rds = backend("rds", stack.region)
    missing = [name for name in instances if name not in rds.databases] + [
        name for name in clusters if name not in rds.clusters
    ]
    if missing:
        raise ValueError(f"DBInstance {missing[0]} not found.")
    rds.register_db_proxy_targets(properties["DBProxyName"], properties["TargetGroupName"], clusters, instances)
    return Made(f"{properties['DBProxyName']}/default")


@maker("AWS::CloudWatch::Alarm")
def alarm(stack, logical, properties):
    metrics, name = backend("cloudwatch", stack.region), f"{stack.name}-{logical}-{uuid.uuid4().hex[:8]}"
    metrics.put_metric_alarm(
        name=name,
        namespace=properties["Namespace"],
        metric_name=properties["MetricName"],
        comparison_operator=properties["ComparisonOperator"],
        evaluation_periods=int(properties["EvaluationPeriods"]),
        period=int(properties["Period"]),
        threshold=float(properties["Threshold"]),
        statistic=properties["Statistic"],
        description=properties.get("AlarmDescription", ""),
        dimensions=properties["Dimensions"],
        alarm_actions=properties.get("AlarmActions", []),
    )
    return Made(name, delete=lambda: metrics.delete_alarms([name]))


# --- what db-ops asks of them ---------------------------------------------------------------------------------------


def function_configuration(call, name):
    """The configuration of a function that a stack made: of the version that its alias runs."""
    lambdas = backend("lambda", call.region)
    qualifier = call.members.get("Qualifier")
    try:
        found = lambdas.get_function(name, qualifier)
        version = lambdas.get_alias(qualifier, name).function_version if qualifier else "$LATEST"
    except Exception:
        found = None
    if found is None:
        arn = f"arn:aws:lambda:{call.region}:{ACCOUNT}:function:{name}"
        raise Failure("ResourceNotFoundException", f"Function not found: {arn}", 404)
    properties = state.function_properties.get(name, {})
    return {
        "FunctionName": name,
        "FunctionArn": found.function_arn,
        "Runtime": properties["Runtime"],
        "Version": version,
        "State": "Active",
        "LastUpdateStatus": "Successful",
        "LastModified": "2026-11-29T16:33:56.000+0000",
        "SnapStart": {
            "ApplyOn": properties["SnapStart"]["ApplyOn"],
            "OptimizationStatus": "On" if qualifier else "Off",
        },
        "LoggingConfig": {
            "LogFormat": properties["LoggingConfig"]["LogFormat"],
            "LogGroup": properties["LoggingConfig"]["LogGroup"],
        },
        **properties.get("shown", {}),
    }


@instead_of("lambda:GetEventSourceMapping")
def show_mapping(call, forward):
    found = backend("lambda", call.region).get_event_source_mapping(call.parameters["UUID"])
    if found is None:
        raise Failure("ResourceNotFoundException", "The resource you requested does not exist.", 404)
    answer = {
        "UUID": found.uuid,
        "EventSourceArn": found.event_source_arn,
        "FunctionArn": found.function_arn,
        "BatchSize": found.batch_size,
        "State": "Enabled",
        "StateTransitionReason": "USER_INITIATED",
        **state.function_properties.get("mappings", {}),
    }
    return 200, json.dumps(answer).encode()


@instead_of("cloudwatch:DescribeAlarms")
def show_alarms(call, forward):
    wanted = call.members.get("AlarmNames", [])
    found = [alarm for alarm in backend("cloudwatch", call.region).alarms.values() if alarm.name in wanted]
    rows = [
        {"AlarmName": alarm.name, "AlarmDescription": alarm.description, "StateValue": alarm.state_value} for alarm in found
    ]
    return 200, cbor({"MetricAlarms": rows, "CompositeAlarms": []}), PROTOCOL


@control("function-state")
def set_function(parameters):
    state.function_properties[parameters["name"]]["shown"] = parameters["members"]


@control("delete-function")
def delete_function(parameters):
    for region in get_backend("lambda")[ACCOUNT].values():
        if any(function.function_name == parameters["name"] for function in region.list_functions()):
            region.delete_function(parameters["name"])


@control("stream")
def stream(parameters):
    backend("kinesis", "eu-central-1").create_stream(parameters["name"], 1, stream_mode=None)


@control("mapping")
def set_mappings(parameters):
    state.function_properties["mappings"] = parameters["members"]


@control("alarm")
def set_alarm(parameters):
    for region in get_backend("cloudwatch")[ACCOUNT].values():
        for alarm in region.alarms.values():
            if parameters["resource"] in alarm.name:
                alarm.update_state("test", "", parameters["state"])


@control("metric")
def measure(parameters):
    state.metrics.append((parameters["metric"], parameters["of"], float(parameters["value"])))


@control("stack-types")
def types(parameters):
    return json.dumps(sorted({*MODELS, *MAKERS})).encode()
