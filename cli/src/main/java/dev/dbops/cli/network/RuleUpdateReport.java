package dev.dbops.cli.network;

import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.network.IngressGrant;
import dev.dbops.aws.network.RuleChange;
import dev.dbops.aws.network.RuleChange.Action;
import dev.dbops.aws.network.RulePlan;
import dev.dbops.cli.command.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Prints what sg-update does: the rule of each address, and what should be known about other rules. */
final class RuleUpdateReport {
    private final Context context;
    private final IngressGrant access;
    private final RulePlan plan;

    RuleUpdateReport(Context context, IngressGrant access, RulePlan plan) {
        this.context = context;
        this.access = access;
        this.plan = plan;
    }

    /**
     * The rule that allows an address, as users see it.
     *
     * @param action the action for it
     * @param address the address
     * @param rule the rule's id; empty in a dry run when it does not exist yet
     * @param previous the address that the rule allowed before
     * @param name the name of the rule
     * @param expires when it ends
     */
    private record Row(
            Action action,
            String address,
            Optional<String> rule,
            Optional<String> previous,
            String name,
            Optional<Instant> expires) {}

    /**
     * The result.
     *
     * @param group the security group
     * @param port the port that the addresses may reach
     * @param rules the rule of each address
     */
    private record Result(String group, int port, List<Row> rules) {}

    /** Prints the changes with a sentence that has places for the addresses, the port and the group. */
    void print(String sentence, List<RuleChange> changes) {
        changes.forEach(this::note);
        var rows = changes.stream()
                .map(change -> new Row(
                        change.action(),
                        change.range().toString(),
                        change.rule(),
                        change.previous().map(AddressRange::toString),
                        change.name(),
                        change.end()))
                .toList();
        context.output()
                .print(
                        new Result(access.group(), access.port(), rows),
                        sentence.formatted(GrantConfirmation.words(plan.addresses()), access.port(), access.group()));
    }

    private void note(RuleChange change) {
        if (change.action() == Action.OTHER_RULE) {
            context.notes()
                    .remark("AWS accepts one rule for an address, and rule %s (\"%s\") allows %s already, %s"
                            .formatted(
                                    change.rule().orElseThrow(),
                                    change.name(),
                                    change.range(),
                                    change.end().map(end -> "until " + end).orElse("without an end")));
        }
        change.leftBehind()
                .ifPresent(left -> context.notes()
                        .remark("%s still allows %s; to revoke it: db-ops sg-revoke --rule %s"
                                .formatted(left.title(), left.source(), left.id())));
    }

    /** Warns of other rules that open the port to the whole internet. */
    void warnOfWorld() {
        for (var other : plan.existing()) {
            var changed = plan.changes().stream()
                    .anyMatch(change ->
                            change.action() == Action.CHANGED && change.rule().equals(Optional.of(other.id())));
            if (other.isWorldOpen() && other.opens(access.port()) && !changed) {
                GrantConfirmation.warnOfWorld(context, other);
            }
        }
    }
}
