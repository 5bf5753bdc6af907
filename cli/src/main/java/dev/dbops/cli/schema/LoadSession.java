package dev.dbops.cli.schema;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.ServerVersion;
import dev.dbops.script.variables.ScriptSession;
import dev.dbops.target.ConnectionTarget;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The target of a load and its server's version, both found when a script or the command first needs them. */
public final class LoadSession implements ScriptSession {
    private final Supplier<Map<String, String>> variables;
    private final Supplier<ConnectionTarget> resolution;
    private final Function<ConnectionTarget, ServerVersion> inquiry;
    private Optional<ConnectionTarget> target = Optional.empty();
    private Optional<ServerVersion> server = Optional.empty();

    /**
     * @param variables the environment variables of the process and of the .env file
     * @param resolution finds the target
     * @param inquiry returns the version of its server
     */
    public LoadSession(
            Supplier<Map<String, String>> variables,
            Supplier<ConnectionTarget> resolution,
            Function<ConnectionTarget, ServerVersion> inquiry) {
        this.variables = variables;
        this.resolution = resolution;
        this.inquiry = inquiry;
    }

    /** The session for a script on an existing database; --dry-run connects to no server. */
    static LoadSession of(Context context) {
        return new LoadSession(() -> context.targetEnvironment().variables(), context.targets()::target, target -> {
            if (context.dryRun()) {
                throw new OpsException(
                        Kind.USAGE,
                        "the server's version is unknown with --dry-run, which does not connect",
                        "set the version with -v SERVER_VERSION_NUM=170002");
            }
            try (var database = context.connect(target)) {
                return database.serverVersion();
            }
        });
    }

    @Override
    public ConnectionTarget target() {
        if (target.isEmpty()) {
            target = Optional.of(resolution.get());
        }
        return target.get();
    }

    @Override
    public Map<String, String> environment() {
        return variables.get();
    }

    @Override
    public ServerVersion server() {
        if (server.isEmpty()) {
            server = Optional.of(inquiry.apply(target()));
        }
        return server.get();
    }
}
