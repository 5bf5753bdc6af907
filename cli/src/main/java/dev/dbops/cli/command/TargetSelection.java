package dev.dbops.cli.command;

import dev.dbops.aws.login.AwsLogin;
import dev.dbops.cli.output.TextStream;
import dev.dbops.local.LocalDirectories;
import dev.dbops.local.LocalServerStatus;
import dev.dbops.local.ProjectDatabase;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HiddenLogin;
import dev.dbops.target.Resolution;
import dev.dbops.target.TargetChoice;
import dev.dbops.target.TargetResolver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Selects the database that a command works on, and adds the credentials that the target asks for. */
public final class TargetSelection {
    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "::1");

    private final Context context;
    private final GlobalOptions options;
    private final TextStream err;

    TargetSelection(Context context, GlobalOptions options, TextStream err) {
        this.context = context;
        this.options = options;
        this.err = err;
    }

    /** Returns whether the user named an environment. */
    public boolean namesEnvironment() {
        return options.target().environment().isPresent();
    }

    /** The name of the environment that the user gave. */
    public Optional<String> environment() {
        return options.target().environment();
    }

    /** The database of {@code --database}. */
    public Optional<String> namedDatabase() {
        return options.target().database();
    }

    /** Takes an argument as the name of the environment, when only the command can tell it from other arguments. */
    public void environmentArgument(String name) {
        options.environmentArgument(name);
    }

    /** The selected database. If it is on the local server, and that server is stopped, it is started. */
    public ConnectionTarget target() {
        return target(resolve());
    }

    /** Another database, which a URL or an environment names. */
    public ConnectionTarget target(TargetChoice choice) {
        return target(new TargetResolver(context.targetEnvironment()).resolve(choice));
    }

    /** The database of a resolution, as in {@link #target()}. */
    public ConnectionTarget target(Resolution resolution) {
        return withHiddenPassword(
                resolution instanceof Resolution.Remote remote
                        ? withSources(orLocal(remote.target()))
                        : localTarget(((Resolution.Local) resolution).database(), ProjectDatabase::name));
    }

    /**
     * The URL of the local server, such as one in .env for an application, is the local server's database. Its port does
     * not count: when the server runs on another port, another program may listen on this one, and must not get the
     * server's password.
     */
    private ConnectionTarget orLocal(ConnectionTarget target) {
        if (!isLocal(target)) {
            return target;
        }
        startLocalServer();
        var local = context.localServer().target("postgres");
        var named = target.hosts().getFirst().port();
        var port = local.hosts().getFirst().port();
        if (port != named) {
            context.notes().remark("the local server runs on port %d, not on %d as in the URL".formatted(port, named));
        }
        return local.withNamedLocalDatabase(target.database());
    }

    /** Without HOME, as in some containers, there is no local server. */
    private boolean isLocal(ConnectionTarget target) {
        return target.hosts().size() == 1
                && target.via().isEmpty()
                && LOOPBACK.contains(target.hosts().getFirst().host())
                && LocalDirectories.find(context.processVariables()).isPresent()
                && context.localServer().hasLogin(target.user(), target.password());
    }

    /** Makes the same check as {@link Context#announce} in a dry run that does not resolve its target. */
    public void checkConfirmedName() {
        if (!options.confirm().isEmpty()) {
            context.confirmation().refuseOtherName(target());
        }
    }

    /** The file of variables that targets are read from. */
    public Path variablesFile() {
        return EnvironmentFile.name(options);
    }

    /** Returns whether the database is on the local server, which does not run. */
    public boolean isOnStoppedLocalServer(Resolution resolution) {
        return (!(resolution instanceof Resolution.Remote remote) || isLocal(remote.target()))
                && !(context.localServer().status() instanceof LocalServerStatus.Running);
    }

    /** Starts the local server if it is stopped, as after a restart of the machine. */
    private void startLocalServer() {
        if (!context.onlyLooks()) {
            context.localServer().startIfStopped();
        }
    }

    /** The resolution of the selected database, without its notes; for callers that report them themselves. */
    public Resolution resolution() {
        return new TargetResolver(context.targetEnvironment()).resolve(options.target());
    }

    /** The selected database unless it is on the local server; for commands that only need its address. */
    public Optional<ConnectionTarget> remoteTarget() {
        return resolve() instanceof Resolution.Remote remote ? Optional.of(remote.target()) : Optional.empty();
    }

    /** The database to create, as in {@link #target()}, but starts the local server when it is stopped. */
    public ConnectionTarget startedTarget() {
        return switch (resolve()) {
            case Resolution.Remote(var target, var _) -> withHiddenPassword(withSources(orLocal(target)));
            case Resolution.Local(var database, var _) -> {
                context.localServer().start();
                yield withHiddenPassword(localTarget(database, ProjectDatabase::claim));
            }
        };
    }

    /** Returns whether {@link #startedTarget()} would start the local server. */
    public boolean wouldStartLocalServer() {
        return resolution() instanceof Resolution.Local
                && !(context.localServer().status() instanceof LocalServerStatus.Running);
    }

    private Resolution resolve() {
        var resolution = resolution();
        resolution.notes().forEach(context.notes()::remark);
        return resolution;
    }

    /** The named database, or else the project's. The server is asked first, because it must be running. */
    private ConnectionTarget localTarget(Optional<String> database, Function<ProjectDatabase, String> name) {
        startLocalServer();
        var server = context.localServer().target("postgres");
        if (database.isPresent()) {
            return server.withNamedLocalDatabase(database.get());
        }
        return server.withDatabase(name.apply(context.projectDatabase()));
    }

    /** Adds the Data API, or the tunnel and the source of the password, where the target asks for them. */
    private ConnectionTarget withSources(ConnectionTarget target) {
        if (target.isDataApi()) {
            return DataApiCommands.require(context, target);
        }
        var known = withCredentials(target);
        return known.via().isPresent() ? context.tunnels().through(known) : known;
    }

    /** Adds the source of the password when that is AWS. */
    private ConnectionTarget withCredentials(ConnectionTarget target) {
        return target.isPasswordFromAws()
                ? target.withCredentials(AwsLogin.of(target, context.awsSettings(Optional.empty())))
                : target;
    }

    /** Hides the password in all messages, whatever its source. */
    private ConnectionTarget withHiddenPassword(ConnectionTarget target) {
        target.password().ifPresent(password -> err.hide(password, target.description()));
        return target.credentials()
                .map(source -> target.withCredentials(new HiddenLogin(source, err::hide)))
                .orElse(target);
    }
}
