package dev.dbops.cli.network;

import dev.dbops.OpsException;
import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.network.IngressGrant;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.aws.network.TemporaryGrant;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.process.ForegroundProgram;
import dev.dbops.cli.process.Signals;
import java.util.List;

/** A program that runs while rules allow access, which are revoked after it. */
final class GrantedRun {
    private final Context context;
    private final GuardedPort guarded;
    private final IngressGrant access;

    GrantedRun(Context context, GuardedPort guarded, IngressGrant access) {
        this.context = context;
        this.guarded = guarded;
        this.access = access;
    }

    /** Prints what would be done; returns the exit code. */
    int plan(String program, List<AddressRange> addresses) {
        context.notes()
                .note("would allow %s to reach port %d of security group %s, run %s, and revoke the rule"
                        .formatted(GrantConfirmation.words(addresses), access.port(), access.group(), program));
        return 0;
    }

    /** Runs the program; returns its exit code, or 1 if the rules could not be revoked after it. */
    int run(ForegroundProgram program, List<SecurityGroupRule> existing, List<AddressRange> addresses) {
        GrantConfirmation.confirm(context, addresses, guarded, access.group());
        try (var signals = Signals.hold()) {
            var temporary = new TemporaryGrant(guarded.rules(), access, guarded.source());
            temporary.open(existing, addresses);
            GrantConfirmation.notePrivate(context, guarded);
            int exitCode;
            try {
                say(temporary);
                exitCode = signals.exitCode() == 0 ? program.run(signals) : signals.exitCode();
            } catch (RuntimeException e) {
                close(temporary);
                throw e;
            }
            return close(temporary) || exitCode != 0 ? exitCode : 1;
        }
    }

    private void say(TemporaryGrant temporary) {
        for (var rule : temporary.held()) {
            context.notes()
                    .note("allowed %s to reach port %d of security group %s (rule %s)"
                            .formatted(rule.source(), access.port(), access.group(), rule.id()));
        }
        for (var rule : temporary.lasting()) {
            context.notes()
                    .note("%s may reach port %d of security group %s already; that rule is not changed (%s)"
                            .formatted(rule.source(), access.port(), access.group(), rule.title()));
        }
    }

    /** Revokes the rules. Returns false, and reports the error, when that fails. */
    private boolean close(TemporaryGrant temporary) {
        try {
            temporary.close();
            temporary.removed().forEach(rule -> context.notes().note("revoked rule %s".formatted(rule.id())));
            return true;
        } catch (OpsException e) {
            context.report(e);
            return false;
        }
    }
}
