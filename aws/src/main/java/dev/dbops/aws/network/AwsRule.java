package dev.dbops.aws.network;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** Reads a rule from the SDK's form, including db-ops's own tags and description. */
final class AwsRule {
    private AwsRule() {}

    static dev.dbops.aws.network.SecurityGroupRule read(SecurityGroupRule rule) {
        var cidr = Optional.ofNullable(rule.cidrIpv4()).or(() -> Optional.ofNullable(rule.cidrIpv6()));
        var group = Optional.ofNullable(rule.referencedGroupInfo()).map(info -> info.groupId());
        return new dev.dbops.aws.network.SecurityGroupRule(
                rule.securityGroupRuleId(),
                rule.groupId(),
                Boolean.TRUE.equals(rule.isEgress()),
                Optional.ofNullable(rule.ipProtocol()).orElse(""),
                Optional.ofNullable(rule.fromPort()).orElse(-1),
                Optional.ofNullable(rule.toPort()).orElse(-1),
                cidr.flatMap(AddressRange::parse),
                cidr.or(() -> group)
                        .or(() -> Optional.ofNullable(rule.prefixListId()))
                        .orElse(""),
                RuleName.withoutEnd(Optional.ofNullable(rule.description()).orElse("")),
                tag(rule, RuleName.NAME_TAG),
                tag(rule, RuleName.END_TAG).flatMap(AwsRule::instant),
                holders(rule));
    }

    private static Map<String, Instant> holders(SecurityGroupRule rule) {
        var holders = new HashMap<String, Instant>();
        for (var tag : rule.tags()) {
            if (tag.key().startsWith(RuleName.HOLDER_TAG)) {
                instant(tag.value())
                        .ifPresent(until -> holders.put(tag.key().substring(RuleName.HOLDER_TAG.length()), until));
            }
        }
        return holders;
    }

    private static Optional<String> tag(SecurityGroupRule rule, String key) {
        for (var tag : rule.tags()) {
            if (tag.key().equals(key)) {
                return Optional.of(tag.value());
            }
        }
        return Optional.empty();
    }

    /** Ignores an end in any other format. */
    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
