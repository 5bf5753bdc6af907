"""EC2's security groups as AWS has them, where moto is more lenient or does less; registered with aws_emulator.

Rules are validated (ports, protocols, CIDRs, descriptions, tags) and their CIDRs put into canonical form; a request is
done as a whole or not at all; IPv6 rules can be modified; rules are listed in pages; each group has at most 60 incoming
rules of IPv4 and 60 of IPv6.
"""

import ipaddress
import re
import xml.etree.ElementTree as ElementTree

from aws_emulator import ACCOUNT, Failure, before, instead_of
from moto.ec2.models import ec2_backends
from moto.ec2.models.security_groups import SecurityGroupBackend

# AWS returns all when no size is asked for, but may return fewer than the size that is.
LARGEST_PAGE = 20
LARGEST_GROUP = 60
MOST_TAGS = 50
FILTERS = re.compile(r"group-id|security-group-rule-id|tag:.+")
DESCRIPTION = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}")
NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/"

# Counted here, for each version of IP by itself; moto adds them up.
SecurityGroupBackend._verify_group_will_respect_rule_count_limit = lambda *_, **__: None


def backend(call):
    return ec2_backends[ACCOUNT][call.region]


def group_of(call):
    group_id = call.parameters.get("GroupId", "")
    if not re.fullmatch(r"sg-[0-9a-f]{8,17}", group_id):
        raise Failure("InvalidGroupId.Malformed", f'Invalid id: "{group_id}" (expecting "sg-...")')
    group = backend(call).get_security_group_from_id(group_id)
    if group is None:
        raise Failure("InvalidGroup.NotFound", f"The security group '{group_id}' does not exist")
    return group


def canonical(cidr):
    try:
        if "/" not in cidr:
            raise ValueError(cidr)
        return str(ipaddress.ip_network(cidr, strict=False))
    except ValueError:
        raise Failure("InvalidParameterValue", f"CIDR block {cidr} is malformed")


def check_ports(parameters, prefix):
    protocol = parameters.get(prefix + "IpProtocol")
    if protocol is None:
        raise Failure("MissingParameter", "The request must contain the parameter ipProtocol")
    if protocol not in ("tcp", "udp", "icmp", "icmpv6", "-1") and not protocol.isdigit():
        raise Failure("InvalidParameterValue", f"Invalid value '{protocol}' for IP protocol. Unknown protocol.")
    if protocol in ("tcp", "udp"):
        ports = [parameters.get(prefix + name) for name in ("FromPort", "ToPort")]
        if None in ports:
            raise Failure("InvalidParameterValue", "Must specify both from and to ports with TCP/UDP.")
        for port in ports:
            if not 0 <= int(port) <= 65535:
                raise Failure("InvalidParameterValue", f"Invalid value '{port}' for portRange. TCP/UDP port out of range")
        if int(ports[0]) > int(ports[1]):
            raise Failure("InvalidParameterValue", "The from port must not be after the to port.")


def check_description(description):
    if not DESCRIPTION.fullmatch(description):
        raise Failure(
            "InvalidParameterValue",
            "Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:"
            "  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*",
        )


def check_tags(call, prefix):
    for name, value in call.parameters.items():
        if re.fullmatch(re.escape(prefix) + r"\.(\d+\.Tag\.)?\d+\.Key", name):
            if not value or len(value) > 128 or value.startswith("aws:"):
                raise Failure("InvalidParameterValue", f"Tag key {value} is invalid")
        if re.fullmatch(re.escape(prefix) + r"\.(\d+\.Tag\.)?\d+\.Value", name):
            if len(value) > 256 or not re.fullmatch(r"[\w\s+\-=._:/@]*", value):
                raise Failure("InvalidParameterValue", f"Tag value {value} is invalid")


def permission(rule):
    """What makes a rule the same as another."""
    cidr = rule.cidr_ipv4 or rule.cidr_ipv6
    other = (rule.source_group or {}).get("GroupId") or rule.prefix_list_id
    return str(rule.ip_protocol), str(rule.from_port), str(rule.to_port), cidr or other


def of_version(rules, version):
    return [rule for rule in rules if (rule.cidr_ipv4 if version == 4 else rule.cidr_ipv6)]


def duplicate(protocol, first, last, cidr):
    return Failure(
        "InvalidPermission.Duplicate",
        f'the specified rule "peer: {cidr}, {protocol.upper()}, from port: {first}, to port: {last}, ALLOW" already exists',
    )


def items(body, element):
    """The children of a list in an answer, as XML."""
    root = ElementTree.fromstring(re.sub(rb' xmlns="[^"]*"', b"", body))
    found = root.find(element)
    return [] if found is None else list(found)


def answer(operation, content):
    return f'<{operation}Response xmlns="{NAMESPACE}"><requestId>0</requestId>{content}</{operation}Response>'.encode()


def rules_xml(rules):
    return "".join(ElementTree.tostring(rule, encoding="unicode") for rule in rules)


@instead_of("ec2:DescribeSecurityGroupRules")
def describe_rules(call, forward):
    parameters = dict(call.parameters)
    for name, value in parameters.items():
        if re.fullmatch(r"Filter\.\d+\.Name", name) and not FILTERS.fullmatch(value):
            raise Failure("InvalidParameterValue", f"The filter '{value}' is invalid")
    size = int(parameters.pop("MaxResults", LARGEST_PAGE))
    if not 5 <= size <= 1000:
        raise Failure("InvalidParameterValue", f"Value ( {size} ) for parameter maxResults is invalid. Expecting 5-1000.")
    start = int(parameters.pop("NextToken", "0"))
    status, body, _ = forward(parameters)
    if status != 200:
        return status, body
    rules = items(body, "securityGroupRuleSet")
    end = start + min(size, LARGEST_PAGE)
    token = f"<nextToken>{end}</nextToken>" if end < len(rules) else ""
    return 200, answer(call.operation, f"<securityGroupRuleSet>{rules_xml(rules[start:end])}</securityGroupRuleSet>{token}")


@instead_of("ec2:AuthorizeSecurityGroupIngress")
def authorize(call, forward):
    group = group_of(call)
    parameters = dict(call.parameters)
    check_tags(call, "TagSpecification")
    seen = {permission(rule) for rule in group.ingress_rules}
    counts = {version: len(of_version(group.ingress_rules, version)) for version in (4, 6)}
    for name, value in parameters.items():
        if re.fullmatch(r"IpPermissions\.\d+\.IpProtocol", name):
            check_ports(parameters, name[: -len("IpProtocol")])
        if name.endswith(".Description"):
            check_description(value)
        if match := re.fullmatch(r"(IpPermissions\.\d+\.)(?:IpRanges|Ipv6Ranges)\.\d+\.(CidrIp|CidrIpv6)", name):
            cidr = parameters[name] = canonical(value)
            version = 4 if match.group(2) == "CidrIp" else 6
            if ipaddress.ip_network(cidr).version != version:
                raise Failure("InvalidParameterValue", f"CIDR block {cidr} is malformed")
            wanted = [parameters.get(match.group(1) + part) for part in ("IpProtocol", "FromPort", "ToPort")]
            if (*wanted, cidr) in seen:
                raise duplicate(*wanted, cidr)
            seen.add((*wanted, cidr))
            counts[version] += 1
    if max(counts.values()) > LARGEST_GROUP:
        raise Failure(
            "RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached."
        )
    before = {rule.id for rule in group.ingress_rules}
    status, body, _ = forward(parameters)
    if status != 200:
        return status, body
    # moto names the rules of the last permission alone
    made = [rule.id for rule in group.ingress_rules if rule.id not in before]
    query = {"Action": "DescribeSecurityGroupRules", "Version": call.parameters["Version"]}
    query.update({f"SecurityGroupRuleId.{number}": rule for number, rule in enumerate(made, 1)})
    rules = items(forward(query)[1], "securityGroupRuleSet")
    return 200, answer(
        call.operation, f"<return>true</return><securityGroupRuleSet>{rules_xml(rules)}</securityGroupRuleSet>"
    )


@instead_of("ec2:ModifySecurityGroupRules")
def modify(call, forward):
    group = group_of(call)
    changes = []
    for name, rule_id in call.parameters.items():
        if match := re.fullmatch(r"(SecurityGroupRule\.\d+\.)SecurityGroupRuleId", name):
            changes.append(change(call, group, match.group(1) + "SecurityGroupRule.", rule_id))
    for rule, wanted in changes:
        for other in group.ingress_rules:
            if other is not rule and permission(other) == (*wanted[:3], wanted[3]):
                raise duplicate(*wanted[:4])
    for rule, (protocol, first, last, cidr, description) in changes:
        rule.ip_protocol, rule.from_port, rule.to_port = protocol, int(first), int(last)
        rule.ip_range = {"CidrIp" if rule.cidr_ipv4 else "CidrIpv6": cidr, "Description": description}
    return 200, answer(call.operation, "<return>true</return>")


def change(call, group, prefix, rule_id):
    """The rule, and what it is to be."""
    rule = group.get_rule(rule_id)
    if rule is None:
        raise Failure("InvalidSecurityGroupRuleId.NotFound", f"The security group rule ID '{rule_id}' does not exist")
    parameters = call.parameters
    check_ports(parameters, prefix)
    kinds = [kind for kind in ("CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId") if prefix + kind in parameters]
    if len(kinds) != 1:
        raise Failure("InvalidParameterCombination", "Exactly one of CidrIpv4, CidrIpv6 ... must be specified")
    current = "CidrIpv4" if rule.cidr_ipv4 else "CidrIpv6" if rule.cidr_ipv6 else "another source"
    if kinds[0] != current:
        raise Failure(
            "InvalidParameterValue",
            f"Invalid rule type for security group rule '{rule_id}'. You may not specify {kinds[0]} for an existing"
            f" {current} rule.",
        )
    description = parameters.get(prefix + "Description", "")
    check_description(description)
    cidr = canonical(parameters[prefix + kinds[0]])
    if ipaddress.ip_network(cidr).version != (4 if current == "CidrIpv4" else 6):
        raise Failure("InvalidParameterValue", f"CIDR block {cidr} is malformed")
    ports = [parameters.get(prefix + name) for name in ("IpProtocol", "FromPort", "ToPort")]
    return rule, (*ports, cidr, description)


@instead_of("ec2:RevokeSecurityGroupIngress")
def revoke(call, forward):
    group = group_of(call)
    known = {rule.id for rule in group.ingress_rules}
    for rule_id in call.list("SecurityGroupRuleId"):
        if rule_id not in known:
            raise Failure("InvalidSecurityGroupRuleId.NotFound", f"The security group rule ID '{rule_id}' does not exist")
    status, body, _ = forward()
    return status, body


def check_number_of_tags(call):
    """ "Maximum number of tags per resource: 50" (Tag your Amazon EC2 resources)."""
    asked = {value for name, value in call.parameters.items() if re.fullmatch(r"Tag\.\d+\.Key", name)}
    for resource in call.list("ResourceId"):
        if len(asked | set(backend(call).tags.get(resource, {}))) > MOST_TAGS:
            raise Failure("TagLimitExceeded", f"The maximum number of Tags for a resource has been reached: {resource}")


@instead_of("ec2:CreateTags")
def create_tags(call, forward):
    require_rules(call)
    check_tags(call, "Tag")
    check_number_of_tags(call)
    status, body, _ = forward()
    return status, body


@instead_of("ec2:DeleteTags")
def delete_tags(call, forward):
    require_rules(call)
    status, body, _ = forward()
    return status, body


def require_rules(call):
    """moto tags rules that are not there."""
    known = {rule.id for group in backend(call).describe_security_groups() for rule in group.ingress_rules + group.egress_rules}
    for resource in call.list("ResourceId"):
        if resource.startswith("sgr-") and resource not in known:
            raise Failure("InvalidSecurityGroupRuleId.NotFound", f"The security group rule ID '{resource}' does not exist")


@instead_of("ec2:AuthorizeSecurityGroupEgress")
def authorize_egress(call, forward):
    group = group_of(call)
    check_tags(call, "TagSpecification")
    before = {rule.id for rule in group.egress_rules}
    known = {permission(rule) for rule in group.egress_rules}
    for name, value in call.parameters.items():
        if re.fullmatch(r"IpPermissions\.\d+\.IpProtocol", name):
            check_ports(call.parameters, name[: -len("IpProtocol")])
        if name.endswith(".Description"):
            check_description(value)
        if match := re.fullmatch(r"(IpPermissions\.\d+\.)IpRanges\.\d+\.CidrIp", name):
            wanted = [call.parameters.get(match.group(1) + part) for part in ("IpProtocol", "FromPort", "ToPort")]
            if (*wanted, canonical(value)) in known:
                raise duplicate(*wanted, value)
    status, body, _ = forward()
    if status != 200:
        return status, body
    made = [rule for rule in group.egress_rules if rule.id not in before]
    tags = {
        value: call.parameters[name[: -len("Key")] + "Value"]
        for name, value in call.parameters.items()
        if re.fullmatch(r"TagSpecification\.\d+\.Tag\.\d+\.Key", name)
    }
    for rule in made:
        backend(call).create_tags([rule.id], tags)
    query = {"Action": "DescribeSecurityGroupRules", "Version": call.parameters["Version"]}
    query.update({f"SecurityGroupRuleId.{number}": rule.id for number, rule in enumerate(made, 1)})
    rules = items(forward(query)[1], "securityGroupRuleSet")
    return 200, answer(
        call.operation, f"<return>true</return><securityGroupRuleSet>{rules_xml(rules)}</securityGroupRuleSet>"
    )


@before("ec2:RevokeSecurityGroupEgress")
def revoke_egress(call, forward):
    known = {rule.id for rule in group_of(call).egress_rules}
    for rule_id in call.list("SecurityGroupRuleId"):
        if rule_id not in known:
            raise Failure("InvalidSecurityGroupRuleId.NotFound", f"The security group rule ID '{rule_id}' does not exist")
