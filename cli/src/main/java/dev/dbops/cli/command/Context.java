package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.Polling.Pace;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsSettings;
import dev.dbops.cli.output.Output;
import dev.dbops.cli.output.Paging;
import dev.dbops.cli.process.Interruption;
import dev.dbops.cli.process.Invocation;
import dev.dbops.local.LocalDirectories;
import dev.dbops.local.LocalServer;
import dev.dbops.local.ProjectDatabase;
import dev.dbops.local.ProjectRoot;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.Maintenance;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.TargetEnvironment;
import dev.dbops.tunnel.program.Tunnels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gives a command its options, its connections, its output and AWS. The database that the command works on comes from
 * {@link #targets}, and the streams and the user in front of them from {@link #terminal}.
 */
public final class Context implements AutoCloseable {
    /** The wait for another setup, create, rename or drop of the same database. */
    private static final Duration RESERVATION = Duration.ofSeconds(60);

    private final Invocation invocation;
    private final GlobalOptions options;
    private final Interruption interruption;
    private final Supplier<ErrorReporter> reporter;
    private TargetEnvironment targetEnvironment;
    private ProjectDatabase projectDatabase;
    private Tunnels tunnels;
    private String command = "";
    private boolean watching;

    public Context(
            Invocation invocation, GlobalOptions options, Interruption interruption, Supplier<ErrorReporter> reporter) {
        this.invocation = invocation;
        this.options = options;
        this.interruption = interruption;
        this.reporter = reporter;
    }

    /** Sets the name of the command, before the command runs. */
    public void running(String name) {
        command = name;
    }

    /** The name of the command. */
    String command() {
        return command;
    }

    /** The streams of the process, and whether they are a terminal. */
    public Terminal terminal() {
        return new Terminal(invocation, options);
    }

    /** The databases that the options, the variables and the project select. */
    public TargetSelection targets() {
        return new TargetSelection(this, options, invocation.err());
    }

    public Output output() {
        return new Output(
                invocation.out(),
                options.output(),
                options.tableLayout(invocation.screen()),
                watching ? Paging.NONE : terminal().paging(notes()::note));
    }

    /** From now on results are shown repeatedly, each at once and without a pager. */
    void watching() {
        watching = true;
    }

    public Notes notes() {
        return new Notes(invocation.err(), options.quiet());
    }

    /** The line that shows the progress of a long task. */
    public Progress progress(String name) {
        return new Progress(invocation.err(), terminal().canShowProgress() && !options.quiet(), name);
    }

    /** Shows a failure that does not end the command. */
    public void report(OpsException failure) {
        reporter.get().report(failure);
    }

    public Confirmation confirmation() {
        return new Confirmation(invocation, options);
    }

    /** Returns whether the command must not change anything. */
    public boolean dryRun() {
        return options.dryRun();
    }

    /** Resolves a file name of the user against the working directory. */
    public Path file(Path name) {
        return invocation.directory().resolve(name);
    }

    /** The user's home directory. */
    public Path userHome() {
        return EnvironmentFile.userHome(invocation);
    }

    /** A variable of the process or of the .env file; empty when it is not set. */
    public String variable(String name) {
        return targetEnvironment().variables().getOrDefault(name, "");
    }

    /** Returns whether a signal has asked the process to end. */
    public boolean isInterrupted() {
        return interruption.happened();
    }

    /** The variables of this process, without those of the .env file; for a program that db-ops starts. */
    public Map<String, String> processVariables() {
        return invocation.variables();
    }

    /** The clients of AWS, which the caller closes; an empty region or profile is that of the variables. */
    public AwsClients aws(Optional<String> region, Optional<String> profile) {
        return new AwsClients(awsSettings(profile), region);
    }

    /** The settings of {@link #aws}, for a service whose endpoint the command selects. */
    public AwsSettings awsSettings(Optional<String> profile) {
        var from = targetEnvironment();
        return new AwsSettings(
                from.variables(), from.home(), profile, "db-ops/" + command, new Question(invocation, options)::code);
    }

    /** The interval at which a waiting command asks AWS for a state. */
    public Pace awsPace() {
        return invocation.awsPace();
    }

    /** The variables and files from which targets are resolved. The .env file is read once. */
    public TargetEnvironment targetEnvironment() {
        if (targetEnvironment == null) {
            var read = EnvironmentFile.read(invocation, options);
            targetEnvironment = read.targetEnvironment();
            read.notes().forEach(note -> notes().remark(note));
        }
        return targetEnvironment;
    }

    /** The local server, running or stopped. */
    public LocalServer localServer() {
        var archive = invocation.home().resolve("postgresql").resolve("postgres.txz");
        return new LocalServer(LocalDirectories.of(invocation.variables()), archive, notes()::note);
    }

    /** Returns whether the command must not start a server, or assign a database to a project. */
    boolean onlyLooks() {
        return dryRun() || command.equals("completion") || command.equals("doctor");
    }

    /** The database on the local server that belongs to the project of the working directory. */
    public ProjectDatabase projectDatabase() {
        if (projectDatabase == null) {
            var root = ProjectRoot.find(invocation.directory(), userHome());
            projectDatabase = new ProjectDatabase(localServer(), root, !onlyLooks(), notes()::remark);
        }
        return projectDatabase;
    }

    /** A file or directory of the distribution, which need not have it. */
    public Path distributed(String name) {
        return invocation.home().resolve(name).toAbsolutePath();
    }

    /**
     * Writes the database that the command is about to change to standard error.
     *
     * @throws OpsException of kind REFUSED in a dry run whose {@code --confirm} names another database
     */
    public void announce(ConnectionTarget target) {
        if (options.dryRun()) {
            confirmation().refuseOtherName(target);
        }
        notes().note("target: %s (from %s)"
                .formatted(target.description(), target.origin().description()));
    }

    /** Opens a connection. An interrupt cancels its running statement. The caller closes it. */
    public Database connect(ConnectionTarget target) {
        interruption.unwatch();
        var database = Database.connect(target);
        interruption.watch(database);
        return database;
    }

    /** Lets an interrupt cancel the running statement of a connection that the caller opened and closes. */
    public void watch(Database database) {
        interruption.watch(database);
    }

    /** Opens a connection to the target's server that creates and drops databases. The caller closes it. */
    public Maintenance maintain(ConnectionTarget target) {
        interruption.unwatch();
        var maintenance = Maintenance.connect(target);
        interruption.watch(maintenance.database());
        return maintenance;
    }

    /** As {@link #maintain}, and keeps other db-ops commands from creating, filling or dropping the database. */
    public Maintenance reserve(ConnectionTarget target) {
        var maintenance = maintain(target);
        try {
            maintenance.lock(target.database(), RESERVATION);
            return maintenance;
        } catch (RuntimeException e) {
            maintenance.close();
            throw e;
        }
    }

    /** The tunnels to private databases. */
    public Tunnels tunnels() {
        if (tunnels == null) {
            tunnels =
                    new Tunnels(targetEnvironment().variables(), terminal().mayAsk() && !command.equals("completion"));
        }
        return tunnels;
    }

    /** Ends the tunnels. */
    @Override
    public void close() {
        Optional.ofNullable(tunnels).ifPresent(open -> open.end(isInterrupted()));
    }

    /** Gives the command some seconds for its own cleanup after an interrupt. */
    public void needTimeToEnd() {
        interruption.needTime();
    }
}
