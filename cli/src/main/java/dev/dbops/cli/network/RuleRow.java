package dev.dbops.cli.network;

import dev.dbops.aws.network.SecurityGroupRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rule as users see it.
 *
 * @param group the security group
 * @param rule the rule's id
 * @param source the source that it allows: addresses, another group, a prefix list
 * @param protocol the protocol: tcp, udp ...; all
 * @param ports the port, the first and last port of a range, or all
 * @param name its name
 * @param expires when it ends
 * @param mark what needs attention: world-open, expired
 */
record RuleRow(
        String group,
        String rule,
        String source,
        String protocol,
        String ports,
        String name,
        Optional<Instant> expires,
        String mark) {

    static List<RuleRow> of(List<SecurityGroupRule> rules, Instant now) {
        return rules.stream().map(rule -> of(rule, now)).toList();
    }

    private static RuleRow of(SecurityGroupRule rule, Instant now) {
        var open = rule.isWorldOpen() ? "world-open" : "";
        var expired = rule.isExpired(now) ? "expired" : "";
        return new RuleRow(
                rule.group(),
                rule.id(),
                rule.source(),
                rule.protocol().equals("-1") ? "all" : rule.protocol(),
                rule.ports(),
                rule.name(),
                rule.expires(),
                open.isEmpty() || expired.isEmpty() ? open + expired : open + ", " + expired);
    }
}
