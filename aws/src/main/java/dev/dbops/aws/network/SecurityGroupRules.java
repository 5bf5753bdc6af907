package dev.dbops.aws.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Reads and changes the rules of security groups, in the region of its clients. */
public final class SecurityGroupRules {
    private static final String DESCRIBE = "ec2:DescribeSecurityGroupRules";
    private static final String MODIFY = "ec2:ModifySecurityGroupRules";
    private static final String DUPLICATE = "InvalidPermission.Duplicate";

    private final AwsClients clients;

    public SecurityGroupRules(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * All rules of these groups, of both directions.
     *
     * @param source where the groups' names came from
     * @throws OpsException of kind USAGE when a group does not exist
     */
    public List<SecurityGroupRule> in(List<String> groups, String source) {
        var rules = new ArrayList<SecurityGroupRule>();
        AwsCall.of(DESCRIBE, () -> {
            var filter = Filter.builder().name("group-id").values(groups).build();
            clients.ec2()
                    .describeSecurityGroupRulesPaginator(request -> request.filters(filter))
                    .securityGroupRules()
                    .forEach(rule -> rules.add(AwsRule.read(rule)));
            return rules;
        });
        for (var group : groups) {
            // a group without a single rule looks like one that is not there
            if (rules.stream().noneMatch(rule -> rule.group().equals(group))) {
                requireGroup(group, source);
            }
        }
        return rules;
    }

    /**
     * The rule of that id.
     *
     * @param source where the id came from
     * @throws OpsException of kind USAGE when there is none
     */
    public SecurityGroupRule find(String id, String source) {
        return AwsCall.of(DESCRIBE, () -> {
            try {
                var answer = clients.ec2().describeSecurityGroupRules(request -> request.securityGroupRuleIds(id));
                return AwsRule.read(answer.securityGroupRules().getFirst());
            } catch (Ec2Exception e) {
                throw switch (AwsFailure.code(e)) {
                    case "InvalidSecurityGroupRuleId.NotFound", "InvalidSecurityGroupRuleId.Malformed" ->
                        new OpsException(
                                Kind.USAGE,
                                "there is no rule \"%s\" in %s (from %s)".formatted(id, clients.region(), source),
                                "which there are: db-ops sg-list; is it in another region (--region) or account"
                                        + " (--profile)?",
                                e);
                    default -> e;
                };
            }
        });
    }

    /**
     * Creates rules that allow these addresses: all, or none when it fails.
     *
     * @return the rules; empty when there was such a rule already
     */
    Optional<List<SecurityGroupRule>> add(IngressGrant access, List<AddressRange> addresses) {
        return AwsCall.of("ec2:AuthorizeSecurityGroupIngress", () -> {
            try {
                var answer = clients.ec2()
                        .authorizeSecurityGroupIngress(request -> request.groupId(access.group())
                                .ipPermissions(addresses.stream()
                                        .map(address -> permission(access, address))
                                        .toList())
                                .tagSpecifications(TagSpecification.builder()
                                        .resourceType(ResourceType.SECURITY_GROUP_RULE)
                                        .tags(access.tags())
                                        .build()));
                return Optional.of(
                        answer.securityGroupRules().stream().map(AwsRule::read).toList());
            } catch (Ec2Exception e) {
                if (AwsFailure.code(e).equals(DUPLICATE)) {
                    return Optional.empty();
                }
                throw explain(e, access.group());
            }
        });
    }

    private static IpPermission permission(IngressGrant access, AddressRange address) {
        var description = access.name().description(access.end());
        var permission =
                IpPermission.builder().ipProtocol("tcp").fromPort(access.port()).toPort(access.port());
        return address.version() == 4
                ? permission
                        .ipRanges(IpRange.builder()
                                .cidrIp(address.toString())
                                .description(description)
                                .build())
                        .build()
                : permission
                        .ipv6Ranges(Ipv6Range.builder()
                                .cidrIpv6(address.toString())
                                .description(description)
                                .build())
                        .build();
    }

    /**
     * Changes a rule to another address, and gives it the name and the end of the access.
     *
     * @return whether it was done; false when there is another rule for the address already
     */
    boolean change(SecurityGroupRule rule, AddressRange address, IngressGrant access) {
        // The end comes before the address, and goes after it: whatever fails, nothing is open for longer than asked.
        if (!rule.expires().equals(access.end()) && access.end().isPresent() || renames(rule, access)) {
            tag(rule, access.tags());
        }
        var changed = modify(rule, address, access);
        if (changed && rule.expires().isPresent() && access.end().isEmpty()) {
            untag(rule, RuleName.END_TAG);
        }
        return changed;
    }

    /** Adds a command as a holder of a rule, and extends the rule for as long as that command may need it. */
    void join(SecurityGroupRule rule, AddressRange address, IngressGrant access) {
        tag(rule, access.tags());
        modify(rule, address, access);
    }

    private static boolean renames(SecurityGroupRule rule, IngressGrant access) {
        return rule.tag().isPresent() && !rule.tag().get().equals(access.name().text());
    }

    private boolean modify(SecurityGroupRule rule, AddressRange address, IngressGrant access) {
        var update = SecurityGroupRuleRequest.builder()
                .ipProtocol("tcp")
                .fromPort(access.port())
                .toPort(access.port())
                .description(access.name().description(access.end()));
        var changed =
                address.version() == 4 ? update.cidrIpv4(address.toString()) : update.cidrIpv6(address.toString());
        return AwsCall.of(MODIFY, () -> {
            try {
                clients.ec2()
                        .modifySecurityGroupRules(request -> request.groupId(rule.group())
                                .securityGroupRules(SecurityGroupRuleUpdate.builder()
                                        .securityGroupRuleId(rule.id())
                                        .securityGroupRule(changed.build())
                                        .build()));
                return true;
            } catch (Ec2Exception e) {
                if (AwsFailure.code(e).equals(DUPLICATE)) {
                    return false;
                }
                throw explain(e, rule.group());
            }
        });
    }

    private void tag(SecurityGroupRule rule, List<Tag> tags) {
        AwsCall.of(
                "ec2:CreateTags",
                () -> clients.ec2()
                        .createTags(request -> request.resources(rule.id()).tags(tags)));
    }

    /** Removes a tag from a rule. */
    void untag(SecurityGroupRule rule, String key) {
        AwsCall.of(
                "ec2:DeleteTags",
                () -> clients.ec2()
                        .deleteTags(request -> request.resources(rule.id())
                                .tags(Tag.builder().key(key).build())));
    }

    /**
     * Revokes rules for incoming traffic; a rule that no longer exists is not a failure.
     *
     * @param ids rules of one group
     */
    public void revoke(String group, List<String> ids) {
        AwsCall.of("ec2:RevokeSecurityGroupIngress", () -> {
            try {
                return clients.ec2()
                        .revokeSecurityGroupIngress(
                                request -> request.groupId(group).securityGroupRuleIds(ids));
            } catch (Ec2Exception e) {
                if (ids.size() == 1 && isGone(e)) {
                    return e;
                }
                throw explain(e, group);
            }
        });
    }

    private static boolean isGone(Ec2Exception failure) {
        return switch (AwsFailure.code(failure)) {
            case "InvalidSecurityGroupRuleId.NotFound", "InvalidPermission.NotFound", "InvalidGroup.NotFound" -> true;
            default -> false;
        };
    }

    private void requireGroup(String group, String source) {
        AwsCall.of("ec2:DescribeSecurityGroups", () -> {
            try {
                return clients.ec2().describeSecurityGroups(request -> request.groupIds(group));
            } catch (Ec2Exception e) {
                throw switch (AwsFailure.code(e)) {
                    case "InvalidGroup.NotFound", "InvalidGroupId.Malformed" ->
                        new OpsException(
                                Kind.USAGE,
                                "there is no security group \"%s\" in %s (from %s)"
                                        .formatted(group, clients.region(), source),
                                "is it in another region (--region) or account (--profile)? Without --group and"
                                        + " DB_SG_ID, the instance's own is taken",
                                e);
                    default -> e;
                };
            }
        });
    }

    /** AWS reports a duplicate rule that it does not list: its answers may be some seconds old. */
    OpsException notListed(String group) {
        return new OpsException(
                Kind.FAILED,
                "AWS says that security group %s has such a rule, but does not list it".formatted(group),
                "try again in a minute, or look: db-ops sg-list");
    }

    /** Adds advice to the failure of a change that AWS refuses; returns it unchanged when there is none. */
    private static RuntimeException explain(Ec2Exception failure, String group) {
        return switch (AwsFailure.code(failure)) {
            case "RulesPerSecurityGroupLimitExceeded" ->
                new OpsException(
                        Kind.FAILED,
                        "security group %s has as many rules as AWS allows it".formatted(group),
                        "make room: db-ops sg-revoke --expired; look for others to take away: db-ops sg-list",
                        failure);
            case "InvalidGroup.NotFound" ->
                new OpsException(
                        Kind.FAILED,
                        "security group %s was deleted in the meantime".formatted(group),
                        "run the command again",
                        failure);
            case "InvalidSecurityGroupRuleId.NotFound", "InvalidPermission.NotFound" ->
                new OpsException(
                        Kind.FAILED,
                        "a rule of security group %s was taken away in the meantime".formatted(group),
                        "run the command again",
                        failure);
            default -> failure;
        };
    }
}
