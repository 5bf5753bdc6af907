package dev.dbops.cli.cognito;

import dev.dbops.cli.aws.PoolOptions;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.users.SyncReport;
import dev.dbops.users.SyncRules;
import dev.dbops.users.UserMatch;

/** Writes the ids of a user pool's users into the table of users. */
public final class CognitoSync implements Command, Runnable {
    /** As many users as a person reads; JSON and CSV have all. */
    private static final int MOST_SHOWN = 20;

    private UserMatch match = UserMatch.handle;
    private boolean insertMissing;
    private boolean acceptUnverified;

    private final UserTableOptions table = new UserTableOptions();
    private final Context context;
    private final PoolOptions pool;

    public CognitoSync(Context context) {
        this.context = context;
        this.pool = new PoolOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Write Cognito user IDs into the table of users.");
        pool.describe(model);
        model.option(
                        "--match",
                        "ATTRIBUTE",
                        "Attribute that users and rows share: handle (preferred_username) or email. Default: handle.",
                        UserMatch.class,
                        value -> match = value)
                .flag(
                        "--unverified",
                        "Include users whose sign-up is not confirmed. With --match email: users whose address "
                                + "is not verified.",
                        value -> acceptUnverified = value)
                .flag("--insert-missing", "Insert users that have no row.", value -> insertMissing = value);
        table.describe(model);
        model.takesEnvironment()
                .footer(
                        "A row that already has the ID of a user in the pool keeps that ID.",
                        "",
                        "Example: db-ops cognito-sync --dry-run prod");
    }

    @Override
    public void run() {
        var id = pool.pool();
        var names = table.names();
        var rules = new SyncRules(
                id.id(),
                match,
                acceptUnverified,
                insertMissing,
                context.output().shownOf(MOST_SHOWN));
        try (var clients = pool.clients(id);
                var sync = PoolSync.begin(context, clients, id)) {
            var target = context.targets().target();
            context.announce(target);
            try (var database = context.connect(target)) {
                print(
                        context.dryRun()
                                ? sync.plan(database, names, rules)
                                : sync.run(database, names, rules, report -> confirm(target, report)));
            }
        }
    }

    /** Replacing an id loses the old one; writing the first one loses nothing. */
    private void confirm(ConnectionTarget target, SyncReport report) {
        if (report.replaced() > 0) {
            var deed = "replace %d id(s) in table %s of database \"%s\""
                    .formatted(report.replaced(), report.table(), target.database());
            context.confirmation().requireIfProtected(deed, target);
        }
    }

    private void print(SyncReport report) {
        if (report.unverified() > 0) {
            context.notes().note("unverified users are left out; --unverified takes them");
        }
        if (report.poolOnly() > 0 && !insertMissing) {
            context.notes().note("users without a row are left out; --insert-missing inserts them");
        }
        context.output()
                .print(
                        report,
                        "%s and table %s: %s".formatted(report.pool(), report.table(), report.summary()),
                        report.noteworthy());
    }
}
