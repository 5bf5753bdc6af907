package dev.dbops.cli.database;

import dev.dbops.cli.Context;
import dev.dbops.cli.EnvironmentArgument;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the connection URL of the target database. */
@Command(
        name = "url",
        description = "Print the connection URL, without its password.",
        footer = {"", "Example: psql \"$(db-ops url --show-password)\""})
public final class Url implements Runnable {
    @Option(names = "--show-password", description = "With the password, for programs that need it.")
    private boolean showPassword;

    @Mixin
    private final EnvironmentArgument environment;

    private final Context context;

    public Url(Context context) {
        this.context = context;
        this.environment = new EnvironmentArgument(context);
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
        var target = context.target();
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
        return showPassword ? ConnectionUrl.formatWithPassword(target) : ConnectionUrl.format(target);
    }
}
