package dev.dbops.cli.database;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.VariablesFile;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import java.nio.file.Path;

/** Prints the variable that leads an application to the database, or writes it to .env. */
public final class Env implements Command, Runnable {
    private static final String VARIABLE = "CONNECTION_URL";
    private static final Path FILE = Path.of(".env");

    private final Context context;
    private boolean showPassword;
    private boolean write;

    public Env(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Print CONNECTION_URL for an application, or write it to .env.")
                .flag("--write", "Write the variable, with its password, to .env.", value -> write = value)
                .flag(
                        "--show-password",
                        "Include the password or the IAM token. A token is valid for 15 minutes.",
                        value -> showPassword = value)
                .takesEnvironment()
                .footer(
                        "Other lines of .env stay as they are. A new file can be read by its owner only.",
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
        context.confirmation()
                .requireIfProtected(
                        "write the URL of database \"%s\" to %s, where programs find it"
                                .formatted(target.database(), FILE),
                        target);
        var shown = ConnectionUrl.format(target);
        if (context.dryRun()) {
            context.output().print(new Result(VARIABLE, shown, FILE.toString()), "would write %s".formatted(FILE));
            return;
        }
        new VariablesFile(context.file(FILE)).set(VARIABLE, ConnectionUrl.formatWithPassword(target.loggedIn()));
        context.output()
                .print(
                        new Result(VARIABLE, shown, FILE.toString()),
                        "wrote %s for %s to %s".formatted(VARIABLE, target.description(), FILE));
    }
}
