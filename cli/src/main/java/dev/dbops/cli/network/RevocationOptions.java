package dev.dbops.cli.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.cli.command.CommandSpecBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The options that select rules to revoke; all that are given must be met. */
final class RevocationOptions {
    private String rule = "";
    private String name = "";
    private String address = "";
    private boolean expired;

    void describe(CommandSpecBuilder model) {
        model.option("--rule", "SGR", "Rule to revoke, by its ID (sgr-).", value -> rule = value)
                .option("--name", "NAME", "Only rules with this name.", value -> name = value)
                .option("--ip", "ADDRESS", "Only rules for this address or range.", value -> address = value)
                .flag("--expired", "Only rules that have expired (sg-update --ttl).", value -> expired = value);
    }

    /** The rule of --rule; empty when it was not given. */
    String rule() {
        return rule;
    }

    /** Throws an exception of kind USAGE when no option selects a rule. */
    void require() {
        if (rule.isEmpty() && name.isEmpty() && address.isEmpty() && !expired) {
            throw new OpsException(
                    Kind.USAGE,
                    "no option selects the rules to revoke",
                    "pass --rule, --name, --ip or --expired; to list the rules: db-ops sg-list");
        }
        if (!rule.isEmpty()) {
            GroupOptions.requireId(rule, "sgr-", "a security group rule", "--rule");
        }
    }

    /** The rules that meet all options. */
    List<SecurityGroupRule> in(GuardedPort guarded, List<SecurityGroupRule> existing, Instant now) {
        var range = address.isEmpty() ? List.<AddressRange>of() : List.of(AddressRange.parse(address, "--ip"));
        var wanted = new ArrayList<SecurityGroupRule>();
        for (var each : existing) {
            var meant = rule.isEmpty() ? isAboutDatabase(each, guarded.port()) : rule.equals(each.id());
            if (meant
                    && (name.isEmpty() || name.equals(each.name()))
                    && (range.isEmpty() || range.equals(each.range().stream().toList()))
                    && (!expired || each.isExpired(now))) {
                wanted.add(each);
            }
        }
        if (!rule.isEmpty()) {
            requireIncoming(guarded, existing);
        }
        return wanted;
    }

    /** Rules for other ports of a group are left alone, unless db-ops created them. */
    private static boolean isAboutDatabase(SecurityGroupRule rule, int port) {
        return rule.isFor(port) || !rule.egress() && rule.tag().isPresent();
    }

    private void requireIncoming(GuardedPort guarded, List<SecurityGroupRule> existing) {
        var found = existing.stream().filter(each -> each.id().equals(rule)).findFirst();
        if (found.isEmpty()) {
            var elsewhere = guarded.rules().find(rule, "--rule");
            throw new OpsException(
                    Kind.USAGE,
                    "rule %s is in security group %s, not in %s (from %s)"
                            .formatted(
                                    rule, elsewhere.group(), String.join(" or ", guarded.groups()), guarded.source()),
                    "pass the group of the rule: --group " + elsewhere.group());
        }
        if (found.get().egress()) {
            throw new OpsException(
                    Kind.USAGE,
                    "rule %s is for traffic from the database, not to it".formatted(rule),
                    "to revoke it anyway, use the AWS console");
        }
    }
}
