package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.Polling.Pace;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.CanonicalName;
import dev.dbops.aws.login.IamTokens;
import dev.dbops.aws.login.SecretLogin;
import dev.dbops.cli.output.Output;
import dev.dbops.cli.output.TextStream;
import dev.dbops.cli.process.Interruption;
import dev.dbops.cli.process.Invocation;
import dev.dbops.cli.process.StandardOutput;
import dev.dbops.local.LocalDirectories;
import dev.dbops.local.LocalServer;
import dev.dbops.local.LocalServerStatus;
import dev.dbops.local.ProjectDatabase;
import dev.dbops.local.ProjectRoot;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.Maintenance;
import dev.dbops.table.Screen;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Resolution;
import dev.dbops.target.TargetChoice;
import dev.dbops.target.TargetEnvironment;
import dev.dbops.target.TargetResolver;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What commands work with. Everything is made when it is first asked for. */
public final class Context {
    private final Invocation invocation;
    private final GlobalOptions options;
    private final Interruption interruption;
    private final Supplier<ErrorReporter> reporter;
    private TargetEnvironment targetEnvironment;
    private ProjectDatabase projectDatabase;
    private String command = "";

    public Context(
            Invocation invocation, GlobalOptions options, Interruption interruption, Supplier<ErrorReporter> reporter) {
        this.invocation = invocation;
        this.options = options;
        this.interruption = interruption;
        this.reporter = reporter;
    }

    /** Says which command is run, before it is. */
    public void running(String name) {
        command = name;
    }

    public Output output() {
        return new Output(invocation.out(), options.output(), options.tableLayout(invocation.screen()));
    }

    /** Whether results are read on a screen that can be written over. */
    public boolean isScreen() {
        return invocation.terminal().out()
                && !"dumb".equals(invocation.variables().get("TERM"));
    }

    /** The size of the terminal on which results are read. */
    public Screen screen() {
        return invocation.screen();
    }

    /** Whether only what needs attention is to be said. */
    public boolean isQuiet() {
        return options.quiet();
    }

    /** Whether nobody reads standard output any more, as behind {@code | head}. */
    public boolean isAbandoned() {
        return invocation.out().target() instanceof StandardOutput out && out.isAbandoned();
    }

    public Notes notes() {
        return new Notes(invocation.err(), options.quiet());
    }

    /** A line that says how far a long work on something has come. */
    public Progress progress(String name) {
        var terminal = invocation.terminal().err()
                && !"dumb".equals(invocation.variables().get("TERM"));
        return new Progress(invocation.err(), terminal && !options.quiet(), name);
    }

    /** Shows a failure that does not end the command. */
    public void report(OpsException failure) {
        reporter.get().report(failure);
    }

    public Confirmation confirmation() {
        return new Confirmation(invocation, options);
    }

    /** Whether nothing is to be changed. */
    public boolean dryRun() {
        return options.dryRun();
    }

    public InputStream in() {
        return invocation.in();
    }

    /** Whether a person would have to type what is read from standard input. */
    public boolean isTyped() {
        return invocation.terminal().in();
    }

    /** Whether the environment was named. */
    public boolean namesEnvironment() {
        return options.target().environment().isPresent();
    }

    /** Takes a word for the environment's name, which only the command could tell from others. */
    public void environment(String name) {
        options.environmentArgument(name);
    }

    /** The file that a user names, seen from the working directory. */
    public Path file(Path name) {
        return invocation.directory().resolve(name);
    }

    /** The database that is meant; the local server must be running when it is meant. */
    public ConnectionTarget target() {
        return target(resolve());
    }

    /** Which database is meant, for those who tell about the choice themselves. */
    public Resolution resolution() {
        return new TargetResolver(targetEnvironment()).resolve(options.target());
    }

    /** The database of a choice; the local server must be running when it is chosen. */
    public ConnectionTarget target(Resolution resolution) {
        return withHiddenPassword(
                resolution instanceof Resolution.Remote remote
                        ? withCredentials(remote.target())
                        : localTarget(ProjectDatabase::name));
    }

    /** Lets no message show the password, wherever it came from. */
    private ConnectionTarget withHiddenPassword(ConnectionTarget target) {
        target.password().ifPresent(password -> invocation.err().hide(password, target.description()));
        return target.credentials()
                .map(source -> target.withCredentials(new HiddenLogin(source, invocation.err())))
                .orElse(target);
    }

    /** Another database than the one that is meant, named by a URL or an environment. */
    public ConnectionTarget target(TargetChoice choice) {
        return target(new TargetResolver(targetEnvironment()).resolve(choice));
    }

    /** The database that is meant, when it is not the local server; for commands that only need its address. */
    public Optional<ConnectionTarget> remoteTarget() {
        return resolve() instanceof Resolution.Remote remote ? Optional.of(remote.target()) : Optional.empty();
    }

    /** The user's home directory. */
    public Path userHome() {
        return EnvironmentFile.userHome(invocation);
    }

    /** A variable of the environment itself, whatever .env says; empty when it is not set. */
    public String shellVariable(String name) {
        return invocation.variables().getOrDefault(name, "");
    }

    /** An environment variable, or the .env file's; empty when it is not set. */
    public String variable(String name) {
        return targetEnvironment().variables().getOrDefault(name, "");
    }

    /** Whether colours are wanted where a person reads. */
    public boolean isColored() {
        return OutputPreferences.color(invocation, options);
    }

    /** Whether the process has been told to end. */
    public boolean isInterrupted() {
        return interruption.happened();
    }

    /** Standard error, for those who write more than notes to it. */
    public TextStream err() {
        return invocation.err();
    }

    /** Standard output, for those whose results are no records. */
    public TextStream out() {
        return invocation.out();
    }

    /** The environment of this process, without what the .env file adds; for a program that runs in its place. */
    public Map<String, String> environment() {
        return invocation.variables();
    }

    /** Whether a person sits at the terminal: reads what is written to standard output, and types. */
    public boolean isConversation() {
        return invocation.terminal().in() && invocation.terminal().out();
    }

    /**
     * What asks AWS. The caller closes it.
     *
     * @param region the region; empty for the one that variables and profile say
     * @param profile the profile; empty for the one that variables say
     */
    public AwsClients aws(Optional<String> region, Optional<String> profile) {
        return new AwsClients(awsSettings(profile), region);
    }

    private AwsSettings awsSettings(Optional<String> profile) {
        return new AwsSettings(
                targetEnvironment().variables(), targetEnvironment().home(), profile, "db-ops/" + command);
    }

    /** Lets AWS give the password when the target asks for that. */
    private ConnectionTarget withCredentials(ConnectionTarget target) {
        var secret = target.parameters().get(ConnectionTarget.SECRET);
        if (secret != null) {
            return target.withCredentials(new SecretLogin(awsSettings(Optional.empty()), secret));
        }
        return target.parameters().containsKey(ConnectionTarget.IAM_AUTH)
                ? target.withCredentials(new IamTokens(awsSettings(Optional.empty()), new CanonicalName("dns:")))
                : target;
    }

    /** How often AWS is to be asked for a state that is waited for. */
    public Pace awsPace() {
        return invocation.awsPace();
    }

    /** As {@link #target()}, for commands that bring a database into being: the local server is started if need be. */
    public ConnectionTarget startedTarget() {
        if (resolve() instanceof Resolution.Remote remote) {
            return withHiddenPassword(withCredentials(remote.target()));
        }
        localServer().start();
        return withHiddenPassword(localTarget(ProjectDatabase::claim));
    }

    /** Whether the target is the local server, and {@link #startedTarget()} would have to start it. */
    public boolean wouldStartLocalServer() {
        return resolve() instanceof Resolution.Local && !(localServer().status() instanceof LocalServerStatus.Running);
    }

    private Resolution resolve() {
        var resolution = resolution();
        resolution.notes().forEach(note -> notes().remark(note));
        return resolution;
    }

    private TargetEnvironment targetEnvironment() {
        if (targetEnvironment == null) {
            var read = EnvironmentFile.read(invocation, options);
            targetEnvironment = read.targetEnvironment();
            read.notes().forEach(note -> notes().remark(note));
        }
        return targetEnvironment;
    }

    /** The private server, whether it runs or not. */
    public LocalServer localServer() {
        var archive = invocation.home().resolve("postgresql").resolve("postgres.txz");
        return new LocalServer(LocalDirectories.of(invocation.variables()), archive, notes()::note);
    }

    /** The local server's database of the project in which the command runs. */
    public ProjectDatabase projectDatabase() {
        if (projectDatabase == null) {
            var root = ProjectRoot.find(invocation.directory(), userHome());
            // the Tab key must not decide whose a database is
            var recording = !dryRun() && !command.equals("completion");
            projectDatabase = new ProjectDatabase(localServer(), root, recording, notes()::remark);
        }
        return projectDatabase;
    }

    /** The directory of the programs pg_dump, pg_restore and psql that the distribution contains, where it does. */
    public Path clientPrograms() {
        return invocation
                .home()
                .resolve("postgresql")
                .resolve("client")
                .resolve("bin")
                .toAbsolutePath();
    }

    /** The project's database; first of all the server must run. */
    private ConnectionTarget localTarget(Function<ProjectDatabase, String> name) {
        var server = localServer();
        return server.target("postgres").withDatabase(name.apply(projectDatabase()));
    }

    /**
     * Says on standard error which database is about to be changed.
     *
     * @throws OpsException of kind REFUSED in a dry run whose {@code --confirm} names another one
     */
    public void announce(ConnectionTarget target) {
        if (options.dryRun()) {
            confirmation().refuseOtherName(target);
        }
        notes().note("target: %s (from %s)"
                .formatted(target.description(), target.origin().description()));
    }

    /** What {@link #announce} refuses, for a dry run that has not looked for its target. */
    public void checkConfirmedName() {
        if (!options.confirm().isEmpty()) {
            confirmation().refuseOtherName(target());
        }
    }

    /** Opens a connection, whose running statement an interrupt cancels. The caller closes it. */
    public Database connect(ConnectionTarget target) {
        interruption.unwatch();
        var database = Database.connect(target);
        interruption.watch(database);
        return database;
    }

    /** Lets an interrupt cancel the running statement of a connection that somebody else opened, and closes. */
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

    /** After an interrupt, the command has something to do for seconds before it ends. */
    public void needTimeToEnd() {
        interruption.needTime();
    }
}
