package dev.dbops.aws;

import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.aws.network.SecurityGroupRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Makes security groups and the databases that they guard in the emulator, and reads what commands made of them. */
public final class EmulatedGroups {
    private final AwsEmulator aws;

    public EmulatedGroups(AwsEmulator aws) {
        this.aws = aws;
    }

    /**
     * A group without rules.
     *
     * @return its id
     */
    public String group(String name) {
        try (var clients = aws.clients()) {
            return clients.ec2()
                    .createSecurityGroup(request -> request.groupName(name).description("a group of the tests"))
                    .groupId();
        }
    }

    /**
     * An available PostgreSQL instance that these groups guard.
     *
     * @return the connection URL of a database on it
     */
    public String instance(String name, String... groups) {
        var url = new EmulatedInstances(aws).instance(name);
        try (var clients = aws.clients()) {
            clients.rds()
                    .modifyDBInstance(request -> request.dbInstanceIdentifier(name)
                            .vpcSecurityGroupIds(groups)
                            .publiclyAccessible(true)
                            .applyImmediately(true));
        }
        return url;
    }

    /** An Aurora cluster without instances that these groups guard. */
    public void cluster(String name, String... groups) {
        try (var clients = aws.clients()) {
            clients.rds()
                    .createDBCluster(request -> request.dbClusterIdentifier(name)
                            .engine("aurora-postgresql")
                            .vpcSecurityGroupIds(groups)
                            .masterUsername("postgres")
                            .masterUserPassword("secret99"));
        }
    }

    /** A rule without tags, which another tool made. */
    public String rule(String group, String cidr, int port, String description) {
        return rule(group, cidr, port, description, Map.of());
    }

    /**
     * A rule.
     *
     * @return its id
     */
    public String rule(String group, String cidr, int port, String description, Map<String, String> tags) {
        var permission = IpPermission.builder().ipProtocol("tcp").fromPort(port).toPort(port);
        if (cidr.startsWith("sg-")) {
            permission.userIdGroupPairs(UserIdGroupPair.builder().groupId(cidr).build());
        } else if (cidr.indexOf(':') < 0) {
            permission.ipRanges(
                    IpRange.builder().cidrIp(cidr).description(description).build());
        } else {
            permission.ipv6Ranges(
                    Ipv6Range.builder().cidrIpv6(cidr).description(description).build());
        }
        var tagged = TagSpecification.builder()
                .resourceType(ResourceType.SECURITY_GROUP_RULE)
                .tags(tags.entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
        try (var clients = aws.clients()) {
            return clients.ec2()
                    .authorizeSecurityGroupIngress(request -> {
                        request.groupId(group).ipPermissions(permission.build());
                        if (!tags.isEmpty()) {
                            request.tagSpecifications(tagged);
                        }
                    })
                    .securityGroupRules()
                    .getFirst()
                    .securityGroupRuleId();
        }
    }

    /** The id of the group's rule for outgoing traffic, which every group has from the start. */
    public String egressRule(String group) {
        return all(group).stream()
                .filter(SecurityGroupRule::egress)
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** Takes the group's rule for outgoing traffic away. */
    public void revokeEgress(AwsClients clients, String group) {
        clients.ec2()
                .revokeSecurityGroupEgress(request -> request.groupId(group)
                        .ipPermissions(IpPermission.builder()
                                .ipProtocol("-1")
                                .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
                                .build()));
    }

    /** The ids of the group's rules for incoming traffic. */
    public List<String> ids(String group) {
        return all(group).stream()
                .filter(rule -> !rule.egress())
                .map(SecurityGroupRule::id)
                .toList();
    }

    /**
     * The group's rules for incoming traffic: {@code tcp 5432 18.195.0.7/32 "description" KEY=VALUE ...}, with END for
     * each instant.
     */
    public List<String> rules(String group) {
        var lines = new ArrayList<String>();
        try (var clients = aws.clients()) {
            var pages = clients.ec2()
                    .describeSecurityGroupRulesPaginator(
                            request -> request.filters(software.amazon.awssdk.services.ec2.model.Filter.builder()
                                    .name("group-id")
                                    .values(group)
                                    .build()));
            for (var rule : pages.securityGroupRules()) {
                if (!rule.isEgress()) {
                    lines.add(line(rule));
                }
            }
        }
        return lines;
    }

    private static String line(software.amazon.awssdk.services.ec2.model.SecurityGroupRule rule) {
        var line = new StringBuilder(rule.ipProtocol()).append(' ').append(rule.fromPort());
        if (!rule.toPort().equals(rule.fromPort())) {
            line.append('-').append(rule.toPort());
        }
        line.append(' ').append(rule.cidrIpv4() == null ? rule.cidrIpv6() : rule.cidrIpv4());
        line.append(" \"").append(rule.description()).append('"');
        rule.tags().stream()
                .map(tag -> " " + tag.key() + "=" + tag.value())
                .sorted()
                .forEach(line::append);
        return line.toString().replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "END");
    }

    private List<SecurityGroupRule> all(String group) {
        try (var clients = aws.clients()) {
            return new SecurityGroupRules(clients).in(List.of(group), "the test");
        }
    }
}
