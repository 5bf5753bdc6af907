package dev.dbops.cli.lambda;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.lambda.role.CallingDatabase;
import dev.dbops.aws.lambda.role.RolePart;
import dev.dbops.aws.lambda.role.RolePart.State;
import dev.dbops.aws.rds.Phase;
import dev.dbops.cli.command.Context;
import dev.dbops.extension.LambdaExtension;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.Optional;

/**
 * The parts in the database: the extension, and the privileges of the role that calls. Without a connection, the table
 * has the SQL that does them.
 */
final class RoleDatabase implements AutoCloseable {
    private final Optional<Database> connection;
    private final Optional<OpsException> failure;
    private final String grantee;
    private final String reason;

    private RoleDatabase(Optional<Database> connection, Optional<OpsException> failure, String grantee, String reason) {
        this.connection = connection;
        this.failure = failure;
        this.grantee = grantee;
        this.reason = reason;
    }

    /**
     * Connects, if a connection URL is set and the database runs.
     *
     * @param grantee the role that calls; empty for the default
     */
    static RoleDatabase open(
            Context context, Optional<ConnectionTarget> target, CallingDatabase database, String grantee) {
        var state = database.database().state();
        if (target.isEmpty()) {
            return without(grantee, "no connection URL is set");
        }
        if (Phase.of(state) == Phase.STOPPED || Phase.of(state) == Phase.STOPPING) {
            return without(grantee, "%s is %s".formatted(database.description(), state));
        }
        context.announce(target.get());
        try {
            return new RoleDatabase(Optional.of(context.connect(target.get())), Optional.empty(), grantee, "");
        } catch (OpsException e) {
            if (e.kind() != Kind.UNREACHABLE) {
                throw e;
            }
            return new RoleDatabase(Optional.empty(), Optional.of(e), grantee, "the database cannot be reached");
        }
    }

    private static RoleDatabase without(String grantee, String reason) {
        return new RoleDatabase(Optional.empty(), Optional.empty(), grantee, reason);
    }

    /** The open connection. */
    Optional<Database> connection() {
        return connection;
    }

    /** The state; empty without a connection. */
    Optional<LambdaExtension.State> state() {
        return connection.map(database -> new LambdaExtension(database).state(grantee));
    }

    /** The missing steps, as phrases that follow "this will". */
    static List<String> deeds(LambdaExtension.State state) {
        if (state.isDone()) {
            return List.of();
        }
        return List.of(
                state.created().isPresent()
                        ? "let role \"%s\" call functions".formatted(state.role())
                        : "create the extension aws_lambda, and let role \"%s\" call functions"
                                .formatted(state.role()));
    }

    /** Creates what is missing. */
    void create(LambdaExtension.State state) {
        var extension = new LambdaExtension(connection.orElseThrow());
        extension.create(state);
        if (!extension.state(grantee).mayInvoke()) {
            extension.grant(state.role());
        }
    }

    /** The parts as they are. */
    List<RolePart> parts() {
        return state().map(RoleDatabase::parts)
                .orElseGet(() -> List.of(
                        new RolePart("extension", State.UNKNOWN, reason),
                        new RolePart("grant", State.UNKNOWN, reason)));
    }

    private static List<RolePart> parts(LambdaExtension.State state) {
        return List.of(
                state.created()
                        .map(version -> new RolePart("extension", State.DONE, "aws_lambda " + version))
                        .orElseGet(() -> new RolePart("extension", State.MISSING, "the database has no aws_lambda")),
                state.mayInvoke()
                        ? new RolePart("grant", State.DONE, "role \"%s\" may call functions".formatted(state.role()))
                        : new RolePart(
                                "grant", State.MISSING, "role \"%s\" may not call functions".formatted(state.role())));
    }

    /** The statements that are left to the user; empty with a connection. */
    Optional<String> leftSql() {
        return connection.isPresent()
                ? Optional.empty()
                : Optional.of(
                        LambdaExtension.sql(grantee.isEmpty() ? "ROLE" : '"' + grantee.replace("\"", "\"\"") + '"'));
    }

    /** Throws the failure of the connection, where a connection URL led to none. */
    void requireConnected() {
        failure.ifPresent(reason -> {
            throw reason;
        });
    }

    @Override
    public void close() {
        connection.ifPresent(Database::close);
    }
}
