package dev.dbops.cli.network;

import dev.dbops.OpsException;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Revokes rules that allow access to the database. */
public final class SgRevoke implements Command, Runnable {
    private final Context context;
    private final RevocationOptions selection = new RevocationOptions();
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
        model.description("Revoke rules that allow access to the database.");
        selection.describe(model);
        group.describe(model);
        model.footer(
                "Options are combined with AND.",
                "A rule that db-ops did not create requires confirmation.",
                "",
                "Example: db-ops sg-revoke --expired");
    }

    @Override
    public void run() {
        selection.require();
        var now = Instant.now();
        try (var guarded = selection.rule().isEmpty() ? group.open() : group.openFor(selection.rule(), "--rule")) {
            var wanted = selection.in(guarded, guarded.existing(), now);
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
