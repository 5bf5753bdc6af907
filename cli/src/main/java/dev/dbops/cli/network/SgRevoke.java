package dev.dbops.cli.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Revokes rules that allow access to the database. */
public final class SgRevoke implements Command, Runnable {
    private String rule = "";
    private String name = "";
    private String address = "";
    private boolean expired;

    private final Context context;
    private final GroupOptions group;

    /**
     * The result.
     *
     * @param rules the revoked rules
     */
    private record Result(List<RuleRow> rules) {}

    public SgRevoke(Context context) {
        this.context = context;
        this.group = new GroupOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Revoke rules that allow access to the database.")
                .option("--rule", "SGR", "Rule to revoke, by its ID (sgr-).", value -> rule = value)
                .option("--name", "NAME", "Only rules with this name.", value -> name = value)
                .option("--ip", "ADDRESS", "Only rules for this address or range.", value -> address = value)
                .flag("--expired", "Only rules that have expired (sg-update --ttl).", value -> expired = value);
        group.describe(model);
        model.footer(
                "Options are combined with AND. A rule that db-ops did not create requires a confirmation.",
                "",
                "Example: db-ops sg-revoke --expired");
    }

    @Override
    public void run() {
        requireCondition();
        var now = Instant.now();
        try (var guarded = rule.isEmpty() ? group.open() : group.openFor(rule, "--rule")) {
            var wanted = wanted(guarded, guarded.existing(), now);
            if (wanted.isEmpty()) {
                context.output().print(new Result(List.of()), "nothing to do: there is no such rule");
                return;
            }
            if (context.dryRun()) {
                print("would revoke %s", wanted, now);
                return;
            }
            confirm(wanted);
            print("revoked %s", revoke(guarded, wanted), now);
        }
    }

    private void requireCondition() {
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

    private List<SecurityGroupRule> wanted(GuardedPort guarded, List<SecurityGroupRule> existing, Instant now) {
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

    private void confirm(List<SecurityGroupRule> wanted) {
        for (var each : wanted) {
            if (each.tag().isEmpty()) {
                context.confirmation()
                        .requireYes("revoke %s, which db-ops did not create: %s to %s port %s"
                                .formatted(each.title(), each.source(), each.protocol(), each.ports()));
            }
        }
    }

    /** Revokes the rules, group by group; a failure names the rules that were revoked before it. */
    private static List<SecurityGroupRule> revoke(GuardedPort guarded, List<SecurityGroupRule> wanted) {
        var done = new ArrayList<String>();
        for (var group : guarded.groups()) {
            var ids = wanted.stream()
                    .filter(each -> each.group().equals(group))
                    .map(SecurityGroupRule::id)
                    .toList();
            try {
                if (!ids.isEmpty()) {
                    guarded.rules().writer().revoke(group, ids);
                    done.addAll(ids);
                }
            } catch (OpsException e) {
                throw done.isEmpty()
                        ? e
                        : e.withMessage(
                                "%s; before that, %s was revoked".formatted(e.getMessage(), String.join(", ", done)));
            }
        }
        return wanted;
    }

    private void print(String sentence, List<SecurityGroupRule> rules, Instant now) {
        var count = rules.size() == 1 ? "1 rule" : rules.size() + " rules";
        context.output().print(new Result(RuleRow.of(rules, now)), sentence.formatted(count));
    }
}
