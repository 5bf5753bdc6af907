package dev.dbops.cli.rds.settings;

import dev.dbops.audit.PgAudit;
import dev.dbops.aws.parameter.AuditParameters;
import dev.dbops.aws.parameter.DatabaseGroups;
import dev.dbops.aws.parameter.ParameterEdit;
import dev.dbops.aws.parameter.ParameterReboot;
import dev.dbops.aws.rds.Waiter;
import dev.dbops.cli.aws.DatabaseAnswer;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.rds.WaitOptions;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns auditing by pgAudit on or off, as far as that is possible without a reboot, or with it. */
final class AuditChange {
    private final Context context;
    private final AuditOptions options;
    private final WaitOptions wait;
    private final DatabaseGroups groups;
    private final Optional<ConnectionTarget> target;

    AuditChange(
            Context context,
            AuditOptions options,
            WaitOptions wait,
            DatabaseGroups groups,
            Optional<ConnectionTarget> target) {
        this.context = context;
        this.options = options;
        this.wait = wait;
        this.groups = groups;
        this.target = target;
    }

    /** Makes the change; in a dry run, shows its requests and returns true. */
    boolean isOnlyShown() {
        var parameters = new AuditParameters(groups);
        var edit = options.disable()
                ? parameters.toDisable()
                : parameters.toEnable(options.classes(), options.objects(), options.newGroup());
        var database = groups.database();
        if (context.dryRun()) {
            context.confirmation().refuseOtherName(database.type().toString(), database.name());
            context.output().print(edit.plan().parameters(), "no parameter is to be changed");
            return true;
        }
        context.confirmation().requireYes(deed(edit), database.type().toString(), database.name());
        if (options.disable()) {
            disable(edit);
        } else {
            enable(edit);
        }
        return false;
    }

    private String deed(ParameterEdit edit) {
        var others = edit.others();
        return (options.disable() ? "turn off pgAudit for " : "turn on pgAudit for ")
                + groups.database().description()
                + (others.isEmpty() ? "" : ", and for " + String.join(", ", others))
                + (options.reboot() ? ", and reboot it if that is needed, which ends its sessions" : "");
    }

    private void enable(ParameterEdit edit) {
        edit.plan().run();
        if (isLoaded(edit)) {
            withDatabase(database -> new PgAudit(database).create(options.objects()));
        }
    }

    /** The extension is dropped while its library is still loaded. */
    private void disable(ParameterEdit edit) {
        withDatabase(database -> new PgAudit(database).drop());
        edit.plan().run();
        isLoaded(edit);
    }

    /** Reboots if that is needed and wanted; returns whether the server uses the parameters. */
    private boolean isLoaded(ParameterEdit edit) {
        var reboot = new ParameterReboot(groups);
        if (edit.waiting().isEmpty() && !reboot.isNeeded()) {
            return true;
        }
        if (options.reboot()) {
            var timer = wait.patience();
            reboot.run(new Waiter(timer));
            target.ifPresent(known -> new DatabaseAnswer(known).await(timer.left()));
        }
        return options.reboot();
    }

    private void withDatabase(Consumer<Database> work) {
        target.ifPresent(known -> {
            context.announce(known);
            try (var database = context.connect(known)) {
                work.accept(database);
            }
        });
    }
}
