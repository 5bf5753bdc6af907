package dev.dbops.cli.network;

import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.time.Instant;

/** Lists who may reach the database. */
public final class SgList implements Command, Runnable {
    private final Context context;
    private final GroupOptions group;

    public SgList(Context context) {
        this.context = context;
        this.group = new GroupOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List the rules that let others in to the database.");
        group.describe(model);
        model.footer(
                "Marked are rules that let the whole world in, and rules whose end (sg-update --ttl) is past.",
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
                    .print(RuleRow.of(rules, now), "nobody is let in by " + String.join(", ", guarded.groups()));
            if (rules.stream().anyMatch(rule -> rule.isExpired(now))) {
                context.notes().note("note: to take away what has expired: db-ops sg-revoke --expired");
            }
            rules.stream().filter(SecurityGroupRule::isWorldOpen).forEach(this::warn);
        }
    }

    private void warn(SecurityGroupRule rule) {
        context.notes()
                .warning("%s lets the whole world in (%s); to take it away: db-ops sg-revoke --rule %s"
                        .formatted(rule.title(), rule.source(), rule.id()));
    }
}
