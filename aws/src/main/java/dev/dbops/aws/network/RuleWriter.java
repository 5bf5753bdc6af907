package dev.dbops.aws.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Creates, changes and revokes rules of security groups, in the region of its clients. */
public final class RuleWriter {
    private static final String MODIFY = "ec2:ModifySecurityGroupRules";
    private static final String DUPLICATE = "InvalidPermission.Duplicate";

    private final AwsClients clients;

    RuleWriter(AwsClients clients) {
        this.clients = clients;
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
     * @return false when there is another rule for the address already
     */
    boolean change(SecurityGroupRule rule, AddressRange address, IngressGrant access) {
        // An end is added before the address changes, and removed after it: no failure leaves access open for longer.
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
        AwsCall.of("ec2:CreateTags", () -> {
            try {
                return clients.ec2()
                        .createTags(request -> request.resources(rule.id()).tags(tags));
            } catch (Ec2Exception e) {
                throw explain(e, rule.group());
            }
        });
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

    /** Adds advice to the failure of a change that AWS refuses; returns it unchanged when there is none. */
    static RuntimeException explain(Ec2Exception failure, String group) {
        return switch (AwsFailure.code(failure)) {
            case "RulesPerSecurityGroupLimitExceeded" ->
                new OpsException(
                        Kind.FAILED,
                        "security group %s has as many rules as AWS allows".formatted(group),
                        "remove rules: db-ops sg-revoke --expired; to find others to remove: db-ops sg-list",
                        failure);
            case "TagLimitExceeded" ->
                new OpsException(
                        Kind.FAILED,
                        "a rule of security group %s has as many tags as AWS allows (50)".formatted(group),
                        "remove a tag; each running sg-run with this address has one: db-ops sg-list",
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
                        "a rule of security group %s was revoked in the meantime".formatted(group),
                        "run the command again",
                        failure);
            default -> failure;
        };
    }
}
