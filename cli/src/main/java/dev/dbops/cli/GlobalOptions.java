package dev.dbops.cli;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.output.OutputFormat;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or behind its name. */
final class GlobalOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "Connection URL of the database. Visible to other users of the machine while the command "
                    + "runs: prefer a variable when it holds a password.")
    private String url;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Environment: prod reads PROD_CONNECTION_URL.")
    private String environment;

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "File of variables to read instead of .env.")
    private Path environmentFile;

    @Option(names = "--no-env-file", scope = ScopeType.INHERIT, description = "Do not read .env.")
    private boolean noEnvironmentFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "Format of results: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output = OutputFormat.table;

    @Option(names = "--yes", scope = ScopeType.INHERIT, description = "Answer yes; not enough on a protected target.")
    private boolean yes;

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Confirm by the database's name, as a protected target demands.")
    private String confirm;

    @Option(names = "--dry-run", scope = ScopeType.INHERIT, description = "Say what would be done, and change nothing.")
    private boolean dryRun;

    @Option(names = "--no-input", scope = ScopeType.INHERIT, description = "Never ask; refuse instead.")
    private boolean noInput;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No notes and no progress; errors only.")
    private boolean quiet;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of a failure.")
    private boolean debug;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours, as NO_COLOR does.")
    private boolean noColor;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    Optional<String> url() {
        return Optional.ofNullable(url);
    }

    Optional<String> environment() {
        return Optional.ofNullable(environment);
    }

    /**
     * Takes the environment's name from behind the command, as the scripts that db-ops replaces took it.
     *
     * @throws OpsException of kind USAGE when {@code --env} names another one
     */
    void environmentArgument(String name) {
        if (environment != null && !environment.equals(name)) {
            throw new OpsException(
                    Kind.USAGE,
                    "--env names \"%s\", the last word \"%s\"".formatted(environment, name),
                    "give the environment once");
        }
        environment = name;
    }

    /** The file that was named instead of .env, or an empty path. */
    Path environmentFile() {
        return environmentFile == null ? Path.of("") : environmentFile;
    }

    boolean noEnvironmentFile() {
        return noEnvironmentFile;
    }

    OutputFormat output() {
        return output;
    }

    boolean yes() {
        return yes;
    }

    /** The name that confirms, or an empty string. */
    String confirm() {
        return confirm == null ? "" : confirm;
    }

    boolean dryRun() {
        return dryRun;
    }

    boolean noInput() {
        return noInput;
    }

    boolean quiet() {
        return quiet;
    }

    boolean debug() {
        return debug;
    }

    boolean noColor() {
        return noColor;
    }
}
