package dev.dbops.cli;

import picocli.CommandLine.Parameters;

/** The environment's name as the last word of a command: {@code db-ops schema-load prod}. */
public final class EnvironmentArgument {
    private final Context context;

    public EnvironmentArgument(Context context) {
        this.context = context;
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "ENVIRONMENT",
            description = "Environment, as with --env: prod reads PROD_CONNECTION_URL.")
    private void set(String name) {
        if (name != null) {
            context.useEnvironment(name);
        }
    }
}
