package dev.dbops.cli.database;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;

/** Prints the connection URL of the target database. */
public final class Url implements Command, Runnable {
    private boolean showPassword;

    private final Context context;

    public Url(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Print the connection URL, without its password.")
                .flag(
                        "--show-password",
                        "Include the password or the IAM token. A token is valid for 15 minutes.",
                        value -> showPassword = value)
                .takesEnvironment()
                .footer(
                        "Pass the URL to another program: psql \"$(db-ops url --show-password)\"",
                        "",
                        "Example: db-ops url prod");
    }

    /**
     * The target.
     *
     * @param url its URL
     * @param host its addresses with their ports
     * @param database the database's name
     * @param user the role
     * @param origin where the settings came from
     */
    private record Result(String url, String host, String database, String user, String origin) {}

    @Override
    public void run() {
        var target = context.targets().target();
        var url = url(target);
        context.output()
                .print(
                        new Result(
                                url,
                                target.address(),
                                target.database(),
                                target.user(),
                                target.origin().description()),
                        url);
    }

    private String url(ConnectionTarget target) {
        return showPassword ? ConnectionUrl.formatWithPassword(target.loggedIn()) : ConnectionUrl.format(target);
    }
}
