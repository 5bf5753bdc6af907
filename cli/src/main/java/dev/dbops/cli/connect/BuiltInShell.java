package dev.dbops.cli.connect;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.shell.Shell;
import dev.dbops.shell.ShellEnvironment;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Origin;
import dev.dbops.target.Protection;
import java.nio.file.Path;
import java.util.Optional;

/** db-ops' own shell, for machines without psql. */
final class BuiltInShell {
    private final Context context;

    BuiltInShell(Context context) {
        this.context = context;
    }

    /** Runs until the user quits; returns the exit code. */
    int run() {
        if (!context.terminal().isInteractive()) {
            throw new OpsException(
                    Kind.USAGE,
                    "the built-in shell needs a terminal for input and output",
                    "load a script with db-ops schema-load --no-transaction -f FILE; with psql installed, connect takes"
                            + " pipes, too");
        }
        var target = context.targets().target();
        context.announce(target);
        if (context.dryRun()) {
            Announcement.ofProtection(context, target);
            context.notes().note("would open the built-in shell");
            return 0;
        }
        var database = context.connect(target);
        var protection = protection(target, database);
        Announcement.ofProtection(context, protection);
        var targetEnvironment = new ShellEnvironment(
                () -> context.connect(target),
                mark(target, protection),
                context.terminal().isColored(),
                context.variable("TERM"),
                history(),
                context.terminal().out(),
                context.terminal().err(),
                context.terminal().screen(),
                context::report,
                context::isInterrupted);
        try (var shell = shell(database, targetEnvironment)) {
            context.notes()
                    .note("the built-in shell of db-ops, PostgreSQL %s; \\? helps, \\q quits"
                            .formatted(database.serverVersion().name()));
            shell.run();
        }
        if (context.isInterrupted()) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted: the shell has ended");
        }
        return 0;
    }

    private static Shell shell(Database database, ShellEnvironment targetEnvironment) {
        try {
            return new Shell(database, targetEnvironment);
        } catch (OpsException e) {
            database.close();
            throw e;
        }
    }

    private static Protection protection(ConnectionTarget target, Database database) {
        try {
            return new ProtectionMark(database).protectionOf(target);
        } catch (OpsException e) {
            database.close();
            throw e;
        }
    }

    /** The text in the prompt that marks a protected database; empty on other databases. */
    private static String mark(ConnectionTarget target, Protection protection) {
        if (protection instanceof Protection.Unprotected) {
            return "";
        }
        return target.origin() instanceof Origin.UrlVariable(var _, var environment, var _) && !environment.isEmpty()
                ? environment
                : "protected";
    }

    /** After the XDG Base Directory Specification: a path that is not absolute counts as unset. */
    private Optional<Path> history() {
        var state = context.variable("XDG_STATE_HOME");
        if (state.startsWith("/")) {
            return Optional.of(Path.of(state, "db-ops", "history"));
        }
        var home = context.variable("HOME");
        return home.startsWith("/")
                ? Optional.of(Path.of(home, ".local", "state", "db-ops", "history"))
                : Optional.empty();
    }
}
