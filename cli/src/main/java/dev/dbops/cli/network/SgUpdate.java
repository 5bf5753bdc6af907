package dev.dbops.cli.network;

import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.network.IngressGrant;
import dev.dbops.aws.network.RuleChange.Action;
import dev.dbops.aws.network.RuleUpdate;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.ArrayList;
import java.util.List;

/** Allows access to the database from this machine's address. */
public final class SgUpdate implements Command, Runnable {
    private final Context context;
    private final GroupOptions group;
    private final AddressOptions address;
    private final NameOptions name;
    private final RuleOptions rule;

    public SgUpdate(Context context) {
        this.context = context;
        this.group = new GroupOptions(context);
        this.address = new AddressOptions(context);
        this.name = new NameOptions(context);
        this.rule = new RuleOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Allow access to the database from this machine's public address.");
        address.describe(model);
        name.describe(
                model, "Lifetime of the rule, such as 8h. sg-revoke --expired removes it later. Default: unlimited.");
        rule.describe(
                model,
                "Rule to change, by its ID (sgr-). Default: " + RuleOptions.VARIABLE
                        + ", else the rule named by --name.");
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
                        own.group(), guarded.port(), name.isChosen() ? called : RuleOptions.name(own, called), end);
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
        var report = new RuleUpdateReport(context, access, plan);
        if (plan.isDone()) {
            report.print("nothing to do: %s may reach port %d of security group %s already", plan.changes());
        } else if (context.dryRun()) {
            report.print("would allow %s to reach port %d of security group %s", plan.changes());
        } else {
            GrantConfirmation.confirm(context, addresses, guarded, access.group());
            var done = update.run(plan, guarded.source());
            if (done.stream().anyMatch(change -> change.action() == Action.ADDED)) {
                GrantConfirmation.noteShared(context, guarded, access.group());
            }
            report.print("%s may reach port %d of security group %s", done);
        }
        GrantConfirmation.notePrivate(context, guarded);
        report.warnOfWorld();
    }
}
