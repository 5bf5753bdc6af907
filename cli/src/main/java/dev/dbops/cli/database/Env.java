package dev.dbops.cli.database;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.VariablesFile;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.target.Origin;

/** Prints the variable that leads an application to the database, or writes it to .env. */
public final class Env implements Command, Runnable {
    private static final String VARIABLE = "CONNECTION_URL";

    private final Context context;
    private boolean showPassword;
    private boolean write;

    public Env(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Print CONNECTION_URL for an application, or write it to .env.")
                .flag(
                        "--write",
                        "Write the variable, with its password, to .env or to the file of --env-file.",
                        value -> write = value)
                .flag(
                        "--show-password",
                        "Include the password or the IAM token. A token is valid for 15 minutes.",
                        value -> showPassword = value)
                .takesEnvironment()
                .footer(
                        "The file is the one that db-ops reads: .env in the working directory, unless",
                        "--env-file names another one. Its other lines stay as they are. A new file can",
                        "be read by its owner only.",
                        "",
                        "Example: db-ops env --write");
    }

    /**
     * The variable.
     *
     * @param variable its name
     * @param value its value; without a password unless that was asked for
     * @param file the file that it was written to; empty if none
     */
    private record Result(String variable, String value, String file) {}

    @Override
    public void run() {
        var target = context.targets().target();
        if (write) {
            write(target);
            return;
        }
        var value = showPassword ? ConnectionUrl.formatWithPassword(target.loggedIn()) : ConnectionUrl.format(target);
        context.output().print(new Result(VARIABLE, value, ""), VariablesFile.line(VARIABLE, value));
    }

    private void write(ConnectionTarget target) {
        var name = context.targets().variablesFile();
        var file = new VariablesFile(context.file(name));
        refuseToken(target);
        file.requireTrusted(context.processVariables());
        context.confirmation()
                .requireIfProtected(
                        "write the URL of database \"%s\" to %s, where programs find it"
                                .formatted(target.database(), name),
                        target);
        var result = new Result(VARIABLE, ConnectionUrl.format(target), name.toString());
        if (context.dryRun()) {
            context.output().print(result, "would write %s".formatted(name));
            return;
        }
        file.set(VARIABLE, ConnectionUrl.formatWithPassword(target.loggedIn()));
        context.output().print(result, "wrote %s for %s to %s".formatted(VARIABLE, target.description(), name));
        if (file.isReadByOthers()) {
            context.notes().remark("other users can read the password in %s; run chmod go-r %s".formatted(name, name));
        }
        noteTemporaryPort(target);
    }

    private static void refuseToken(ConnectionTarget target) {
        if (target.parameters().containsKey(ConnectionTarget.IAM_AUTH)) {
            throw new OpsException(
                    Kind.USAGE,
                    "an IAM token is valid for 15 minutes only, and is not written to a file",
                    "db-ops env --show-password prints the URL with a token");
        }
    }

    private void noteTemporaryPort(ConnectionTarget target) {
        var port = target.hosts().getFirst().port();
        var usual = context.localServer().port();
        if (target.origin() instanceof Origin.LocalServer && usual.isPresent() && usual.getAsInt() != port) {
            context.notes()
                    .remark("the local server uses port %d until its next start; then run db-ops env --write again"
                            .formatted(port));
        }
    }
}
