package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.output.OutputFormat;
import dev.dbops.cli.output.TableLayout;
import dev.dbops.table.Expansion;
import dev.dbops.table.Screen;
import dev.dbops.target.TargetChoice;
import java.nio.file.Path;
import java.util.Optional;

/** The options that every command takes, before or after its name. */
public final class GlobalOptions {
    private String url;
    private String environment;
    private String database;
    private boolean iamAuth;
    private String secret;
    private String via;
    private boolean dataApi;
    private String clusterArn;
    private Path environmentFile = Path.of("");
    private boolean noEnvironmentFile;
    private OutputFormat output = OutputFormat.table;
    private boolean expanded;
    private boolean yes;
    private String confirm = "";
    private boolean dryRun;
    private boolean noInput;
    private boolean quiet;
    private boolean debug;
    private boolean noPager;
    private boolean noColor;

    /** Adds the options to a command, or to db-ops itself; a value is the same wherever it is given. */
    public void describe(CommandSpecBuilder model) {
        model.option(
                        "--url",
                        "URL",
                        "Connection URL of the database. Other users of the machine can see it while the command "
                                + "runs. Use a variable for a URL with a password.",
                        value -> url = value)
                .option(
                        "-e --env",
                        "NAME",
                        "Environment name, connection URL, or local:NAME. The name prod reads PROD_CONNECTION_URL.",
                        value -> environment = value)
                .option("-d --database", "NAME", "Another database of the same server.", value -> database = value)
                .flag("--iam-auth", "Log in with an IAM token. In a URL: iam_auth=true.", value -> iamAuth = value)
                .option(
                        "--secret",
                        "NAME",
                        "Log in with a secret in AWS Secrets Manager, by name or ARN. In a URL: secret=NAME.",
                        value -> secret = value)
                .option(
                        "--via",
                        "WAY",
                        "Reach a private database through a tunnel: ssh:[USER@]HOST[:PORT], ssm:INSTANCE-ID, or none. "
                                + "In a URL: via=WAY.",
                        value -> via = value)
                .flag(
                        "--data-api",
                        "Use the RDS Data API of Aurora instead of a connection, for query, sessions, sessions-kill, "
                                + "schema-load, seed and migrate. In a URL: data_api=true.",
                        value -> dataApi = value)
                .option(
                        "--cluster-arn",
                        "ARN",
                        "Cluster for --data-api. Default: the one whose endpoint is the host. In a URL: "
                                + "cluster_arn=ARN.",
                        value -> clusterArn = value)
                .option(
                        "--env-file",
                        "FILE",
                        "File to read variables from, instead of .env.",
                        Path.class,
                        value -> environmentFile = value)
                .flag("--no-env-file", "Do not read .env.", value -> noEnvironmentFile = value)
                .option(
                        "-o --output",
                        "FORMAT",
                        "Format of results: ${COMPLETION-CANDIDATES}. Default: table.",
                        OutputFormat.class,
                        value -> output = value)
                .flag(
                        "-x --expanded",
                        "Show each value on its own line. Default: only for tables wider than the terminal.",
                        value -> expanded = value)
                .flag("--yes", "Confirm without asking. A protected target requires --confirm.", value -> yes = value)
                .option(
                        "--confirm",
                        "NAME",
                        "Name of the database or resource to change or delete, as confirmation.",
                        value -> confirm = value)
                .flag("--dry-run", "Show what the command would do, without doing it.", value -> dryRun = value)
                .flag("--no-input", "Never prompt; fail if confirmation is required.", value -> noInput = value)
                .flag("-q --quiet", "Print only errors: no notes, no progress.", value -> quiet = value)
                .flag("--debug", "Show the stack trace of a failure.", value -> debug = value)
                .flag("--no-pager", "Do not use a pager for long results.", value -> noPager = value)
                .flag("--no-color", "Disable colours, as with NO_COLOR.", value -> noColor = value)
                .help("-h --help", "Show this help.");
    }

    /** The selection of the target database. */
    public TargetChoice target() {
        return new TargetChoice(
                Optional.ofNullable(url),
                Optional.ofNullable(environment),
                iamAuth,
                Optional.ofNullable(secret),
                Optional.ofNullable(database),
                Optional.ofNullable(via),
                dataApi,
                Optional.ofNullable(clusterArn));
    }

    /**
     * Sets the environment from the last argument of a command, which older scripts use instead of {@code --env}.
     *
     * @throws OpsException of kind USAGE when {@code --env} names another one
     */
    public void environmentArgument(String name) {
        if (environment != null && !environment.equals(name)) {
            throw new OpsException(
                    Kind.USAGE,
                    "--env and the last argument name different databases",
                    "give the environment or the connection URL once");
        }
        environment = name;
    }

    /** The file that was named instead of .env, or an empty path. */
    public Path environmentFile() {
        return environmentFile;
    }

    public boolean noEnvironmentFile() {
        return noEnvironmentFile;
    }

    public OutputFormat output() {
        return output;
    }

    /** The layout of tables on this screen. */
    public TableLayout tableLayout(Screen screen) {
        return new TableLayout(screen, expanded ? Expansion.ON : Expansion.AUTO);
    }

    public boolean yes() {
        return yes;
    }

    /** The name that confirms, or an empty string. */
    public String confirm() {
        return confirm;
    }

    public boolean dryRun() {
        return dryRun;
    }

    public boolean noInput() {
        return noInput;
    }

    public boolean quiet() {
        return quiet;
    }

    public boolean debug() {
        return debug;
    }

    public boolean noPager() {
        return noPager;
    }

    public boolean noColor() {
        return noColor;
    }
}
