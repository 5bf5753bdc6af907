package dev.dbops.aws.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * The way out of a database over HTTPS: a rule for outgoing traffic in one of its security groups. A tag for each
 * database that needs a rule of db-ops says when it can be revoked.
 */
public final class EgressRules {
    /** The port of all AWS APIs. */
    public static final int HTTPS = 443;

    private static final String EVERYWHERE = "0.0.0.0/0";
    private static final String NEEDED_BY = "db-ops:lambda:";

    private final AwsClients clients;
    private final List<String> groups;
    private final String tag;

    /**
     * @param groups the security groups of the database
     * @param database what the tag names, such as cluster/cruddur
     */
    public EgressRules(AwsClients clients, List<String> groups, String database) {
        this.clients = clients;
        this.groups = List.copyOf(groups);
        this.tag = NEEDED_BY + database;
    }

    /**
     * A rule that lets the database out.
     *
     * @param id its id
     * @param group its group
     * @param destination where it leads: a range, a group or a prefix list
     * @param isOwn whether db-ops made it
     * @param isTagged whether its tags say that this database needs it
     * @param others whether its tags say that other databases need it
     */
    public record Rule(String id, String group, String destination, boolean isOwn, boolean isTagged, boolean others) {
        /** Returns whether it leads to all addresses. */
        public boolean isOpen() {
            return destination.equals(EVERYWHERE);
        }
    }

    /** The rule that lets the database out furthest; empty when there is none. */
    public Optional<Rule> find() {
        var rules = list().stream().map(this::read).toList();
        return rules.stream()
                .filter(Rule::isOpen)
                .findFirst()
                .or(() -> rules.stream().findFirst());
    }

    private List<SecurityGroupRule> list() {
        if (groups.isEmpty()) {
            return List.of();
        }
        return AwsCall.of("ec2:DescribeSecurityGroupRules", () -> {
            var filter = Filter.builder().name("group-id").values(groups).build();
            return clients
                    .ec2()
                    .describeSecurityGroupRulesPaginator(request -> request.filters(filter))
                    .securityGroupRules()
                    .stream()
                    // an IPv6 range does not help: Lambda's endpoint of a region has IPv4 addresses
                    .filter(rule -> AwsRule.read(rule).letsOut(HTTPS))
                    .toList();
        });
    }

    private Rule read(SecurityGroupRule rule) {
        var needed = rule.tags().stream()
                .map(Tag::key)
                .filter(key -> key.startsWith(NEEDED_BY))
                .toList();
        return new Rule(
                rule.securityGroupRuleId(),
                rule.groupId(),
                AwsRule.read(rule).source(),
                !needed.isEmpty(),
                needed.contains(tag),
                needed.stream().anyMatch(key -> !key.equals(tag)));
    }

    /**
     * Creates a rule for HTTPS to all addresses in the first group.
     *
     * @throws OpsException of kind FAILED when the group has as many rules as AWS allows
     */
    public void add() {
        var range = IpRange.builder()
                .cidrIp(EVERYWHERE)
                .description("db-ops lambda-role: calls to Lambda")
                .build();
        AwsCall.of("ec2:AuthorizeSecurityGroupEgress", () -> {
            try {
                return clients.ec2()
                        .authorizeSecurityGroupEgress(request -> request.groupId(groups.getFirst())
                                .ipPermissions(IpPermission.builder()
                                        .ipProtocol("tcp")
                                        .fromPort(HTTPS)
                                        .toPort(HTTPS)
                                        .ipRanges(range)
                                        .build())
                                .tagSpecifications(TagSpecification.builder()
                                        .resourceType(ResourceType.SECURITY_GROUP_RULE)
                                        .tags(tag())
                                        .build()));
            } catch (Ec2Exception e) {
                throw explain(e);
            }
        });
    }

    /** Tags the rule of db-ops: this database needs it too. */
    public void share(Rule rule) {
        AwsCall.of(
                "ec2:CreateTags",
                () -> clients.ec2()
                        .createTags(request -> request.resources(rule.id()).tags(tag())));
    }

    /** Revokes the rule of db-ops, or only its tag where other databases need it. */
    public void giveUp(Rule rule) {
        if (rule.others()) {
            AwsCall.of(
                    "ec2:DeleteTags",
                    () -> clients.ec2()
                            .deleteTags(request -> request.resources(rule.id()).tags(tag())));
            return;
        }
        AwsCall.of("ec2:RevokeSecurityGroupEgress", () -> {
            try {
                return clients.ec2()
                        .revokeSecurityGroupEgress(
                                request -> request.groupId(rule.group()).securityGroupRuleIds(rule.id()));
            } catch (Ec2Exception e) {
                throw explain(e);
            }
        });
    }

    private Tag tag() {
        return Tag.builder().key(tag).value("").build();
    }

    private RuntimeException explain(Ec2Exception failure) {
        return switch (AwsFailure.code(failure)) {
            case "InvalidPermission.Duplicate" ->
                new OpsException(
                        Kind.FAILED,
                        "AWS says that security group %s has such a rule, but does not list it"
                                .formatted(groups.getFirst()),
                        "run the command again in a minute",
                        failure);
            default -> RuleWriter.explain(failure, groups.getFirst());
        };
    }
}
