package dev.dbops.cli.network;

import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.network.IngressGrant;
import dev.dbops.aws.network.RuleChange;
import dev.dbops.aws.network.RuleChange.Action;
import dev.dbops.aws.network.RuleUpdate;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets this machine's address in to the database. */
public final class SgUpdate implements Command, Runnable {
    private final Context context;
    private final GroupOptions group;
    private final AddressOptions address;
    private final NameOptions name;
    private final RuleOption rule;

    /**
     * What lets an address in, as users see it.
     *
     * @param action what was done for it
     * @param address the address
     * @param rule the rule's id; empty in a dry run when there is none yet
     * @param previous what the rule let in before
     * @param name what the rule is called
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
     * @param rules a rule for each address
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
        model.description("Let this machine's public address in to the database.");
        address.describe(model);
        name.describe(model, "How long the rule is to last, for sg-revoke --expired. Default: without an end.");
        rule.describe(
                model,
                "Rule to change, by its id (sgr-). Default: " + RuleOption.VARIABLE + ", else the one of that name.");
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
        if (plan.stream().allMatch(RuleChange::isDone)) {
            say("nothing to do: %s may reach port %d of security group %s already", addresses, access, plan);
        } else if (context.dryRun()) {
            say("would let %s in to port %d of security group %s", addresses, access, plan);
        } else {
            GrantConfirmation.confirm(context, addresses, guarded, access.group());
            var done = update.run(existing, addresses, guarded.source());
            if (done.stream().anyMatch(change -> change.action() == Action.ADDED)) {
                GrantConfirmation.noteShared(context, guarded, access.group());
            }
            say("%s may reach port %d of security group %s", addresses, access, done);
        }
        warnOfWorld(existing, access, plan);
    }

    private void say(String sentence, List<AddressRange> addresses, IngressGrant access, List<RuleChange> changes) {
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
                        sentence.formatted(GrantConfirmation.words(addresses), access.port(), access.group()));
    }

    private void note(RuleChange change) {
        if (change.action() == Action.OTHER_RULE) {
            context.notes()
                    .note("note: AWS has one rule for an address, and rule %s (\"%s\") lets %s in %s"
                            .formatted(
                                    change.rule().orElseThrow(),
                                    change.name(),
                                    change.range(),
                                    change.end().map(end -> "until " + end).orElse("without an end")));
        }
        change.leftBehind()
                .ifPresent(left -> context.notes()
                        .note("note: %s still lets %s in; to take it away: db-ops sg-revoke --rule %s"
                                .formatted(left.title(), left.source(), left.id())));
    }

    private void warnOfWorld(List<SecurityGroupRule> existing, IngressGrant access, List<RuleChange> plan) {
        for (var other : existing) {
            var changed = plan.stream()
                    .anyMatch(change ->
                            change.action() == Action.CHANGED && change.rule().equals(Optional.of(other.id())));
            if (other.isWorldOpen() && other.opens(access.port()) && !changed) {
                context.notes()
                        .warning("%s of %s lets the whole world in (%s); to take it away: db-ops sg-revoke --rule %s"
                                .formatted(other.title(), other.group(), other.source(), other.id()));
            }
        }
    }
}
