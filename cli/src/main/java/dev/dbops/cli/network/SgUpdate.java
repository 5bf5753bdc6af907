package dev.dbops.cli.network;

import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.network.IngressGrant;
import dev.dbops.aws.network.RuleChange;
import dev.dbops.aws.network.RuleChange.Action;
import dev.dbops.aws.network.RulePlan;
import dev.dbops.aws.network.RuleUpdate;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Allows access to the database from this machine's address. */
public final class SgUpdate implements Command, Runnable {
    private final Context context;
    private final GroupOptions group;
    private final AddressOptions address;
    private final NameOptions name;
    private final RuleOption rule;

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

    public SgUpdate(Context context) {
        this.context = context;
        this.group = new GroupOptions(context);
        this.address = new AddressOptions(context);
        this.name = new NameOptions(context);
        this.rule = new RuleOption(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Allow access to the database from this machine's public address.");
        address.describe(model);
        name.describe(model, "Lifetime of the rule, for sg-revoke --expired. Default: unlimited.");
        rule.describe(
                model,
                "Rule to change, by its ID (sgr-). Default: " + RuleOption.VARIABLE + ", else the rule of that name.");
        group.describe(model);
        var footer = new ArrayList<>(AddressOptions.footer());
        footer.add("");
        footer.add("Example: db-ops sg-update --ttl 8h");
        model.footer(footer.toArray(String[]::new));
    }

    @Override
    public void run() {
        var end = name.end();
        var called = name.name();
        var wanted = address.find();
        var chosen = rule.id();
        try (var guarded = chosen.isEmpty() ? group.open() : group.openFor(chosen.get(), rule.source())) {
            var existing = guarded.existing();
            if (chosen.isEmpty()) {
                var into = guarded.group(existing, called.text());
                var access = new IngressGrant(into, guarded.port(), called, end);
                update(guarded, new RuleUpdate(guarded.rules(), access), access, existing, wanted.get());
            } else {
                var own = rule.find(guarded, existing);
                var access = new IngressGrant(
                        own.group(), guarded.port(), name.isChosen() ? called : RuleOption.name(own, called), end);
                var addresses = rule.suitable(own, wanted.get());
                update(guarded, new RuleUpdate(guarded.rules(), access).by(own), access, existing, addresses);
            }
        }
    }

    private void update(
            GuardedPort guarded,
            RuleUpdate update,
            IngressGrant access,
            List<SecurityGroupRule> existing,
            List<AddressRange> addresses) {
        var plan = update.plan(existing, addresses);
        if (plan.isDone()) {
            print("nothing to do: %s may reach port %d of security group %s already", access, plan, plan.changes());
        } else if (context.dryRun()) {
            print("would allow %s to reach port %d of security group %s", access, plan, plan.changes());
        } else {
            GrantConfirmation.confirm(context, addresses, guarded, access.group());
            var done = update.run(plan, guarded.source());
            if (done.stream().anyMatch(change -> change.action() == Action.ADDED)) {
                GrantConfirmation.noteShared(context, guarded, access.group());
            }
            print("%s may reach port %d of security group %s", access, plan, done);
        }
        warnOfWorld(access, plan);
    }

    private void print(String sentence, IngressGrant access, RulePlan plan, List<RuleChange> changes) {
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

    private void warnOfWorld(IngressGrant access, RulePlan plan) {
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
