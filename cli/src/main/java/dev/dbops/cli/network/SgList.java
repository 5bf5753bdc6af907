package dev.dbops.cli.network;

import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.time.Instant;

/** Lists the rules that allow access to the database. */
public final class SgList implements Command, Runnable {
    private final Context context;
    private final GroupOptions group;

    public SgList(Context context) {
        this.context = context;
        this.group = new GroupOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List the rules that allow access to the database.");
        group.describe(model);
        model.footer(
                "sg-list marks rules that allow the whole internet, and rules that have expired",
                "(sg-update --ttl).",
                "",
                "Example: db-ops sg-list");
    }

    @Override
    public void run() {
        try (var guarded = group.open()) {
            var rules =
                    guarded.existing().stream().filter(rule -> !rule.egress()).toList();
            var now = Instant.now();
            context.output()
                    .print(
                            RuleRow.of(rules, now),
                            "no rule allows access through " + String.join(", ", guarded.groups()));
            if (rules.stream().anyMatch(rule -> rule.isExpired(now))) {
                context.notes().remark("to revoke the expired rules: db-ops sg-revoke --expired");
            }
            rules.stream()
                    .filter(SecurityGroupRule::isWorldOpen)
                    .forEach(rule -> GrantConfirmation.warnOfWorld(context, rule));
        }
    }
}
