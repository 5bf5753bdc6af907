package dev.dbops.cli.cognito;

import dev.dbops.OpsException;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.cognito.UserPoolId;
import dev.dbops.cli.aws.PoolOptions;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Transaction;
import dev.dbops.users.SyncReport;
import java.util.Optional;

/** The user pool that the environment names, if it names one: with it, a new database gets its ids at once. */
public final class ConfiguredPool implements AutoCloseable {
    private final Context context;
    private final Optional<UserPoolId> id;
    private final Optional<AwsClients> clients;

    private ConfiguredPool(Context context, Optional<UserPoolId> id) {
        this.context = context;
        this.id = id;
        this.clients = id.map(pool -> context.aws(Optional.of(pool.region()), Optional.empty()));
    }

    /**
     * Looks whether the environment names a pool; asks AWS nothing.
     *
     * @param wanted false for no pool whatever the environment says
     * @throws OpsException of kind USAGE when what is configured cannot be right
     */
    public static ConfiguredPool open(Context context, boolean wanted) {
        return new ConfiguredPool(context, wanted ? PoolOptions.configured(context) : Optional.empty());
    }

    /** The pool's id, when there is a pool. */
    public Optional<String> id() {
        return id.map(UserPoolId::id);
    }

    /**
     * Writes the ids into the table users of a database that was just set up.
     *
     * @return empty when there is no pool
     * @throws OpsException when that fails; it is said that the database itself is there
     */
    public Optional<SyncReport> synchronise(Database database) {
        if (id.isEmpty() || clients.isEmpty()) {
            return Optional.empty();
        }
        try (var sync = PoolSync.begin(context, clients.get(), id.get())) {
            var report = sync.runDefault(database);
            context.notes()
                    .note("user pool %s and table %s: %s".formatted(report.pool(), report.table(), report.summary()));
            return Optional.of(report);
        } catch (OpsException e) {
            context.notes()
                    .warning("database \"%s\" exists with its schema and seeds, but without the IDs of user pool %s:"
                                    .formatted(database.target().database(), id.get())
                            + " run db-ops cognito-sync later, or setup --no-cognito");
            throw Transaction.ofPart(e);
        }
    }

    @Override
    public void close() {
        clients.ifPresent(AwsClients::close);
    }
}
