package dev.dbops.cli.cognito;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.cognito.UserPool;
import dev.dbops.aws.cognito.UserPoolId;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import dev.dbops.users.SyncReport;
import dev.dbops.users.SyncRules;
import dev.dbops.users.UserColumn;
import dev.dbops.users.UserMatch;
import dev.dbops.users.UserPoolSource;
import dev.dbops.users.UserSync;
import dev.dbops.users.UserTableNames;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes the ids of a user pool into a table of users: what cognito-sync does, and setup at its end. */
final class PoolSync implements AutoCloseable {
    private final Context context;
    private final UserPoolId pool;
    private final PoolReader users;

    private PoolSync(Context context, UserPoolId pool, PoolReader users) {
        this.context = context;
        this.pool = pool;
        this.users = users;
    }

    /** Begins to read the pool. */
    static PoolSync begin(Context context, AwsClients clients, UserPoolId pool) {
        return new PoolSync(context, pool, PoolReader.start(new UserPool(clients, pool)));
    }

    /** The table of the example schema. */
    static UserTableNames exampleTable() {
        return new UserTableNames(
                new TableName("", "users"),
                "--table",
                UserColumn.byDefault("cognito_user_id", "--id-column"),
                UserColumn.byDefault("handle", "--handle-column"),
                UserColumn.byDefault("email", "--email-column"),
                UserColumn.byDefault("display_name", "--name-column"));
    }

    /** Synchronises the example schema's table by handle. */
    SyncReport runDefault(Database database) {
        return run(
                database,
                exampleTable(),
                new SyncRules(
                        pool.id(),
                        UserMatch.handle,
                        false,
                        false,
                        context.output().shownOf(0)),
                _ -> {});
    }

    /**
     * Synchronises.
     *
     * @param approval hears what will be done before it is
     */
    SyncReport run(Database database, UserTableNames names, SyncRules rules, Consumer<SyncReport> approval) {
        var sync = new UserSync(database, names, rules);
        return withProgress(users -> sync.run(users, approval));
    }

    /** The changes that {@link #run} would make. */
    SyncReport plan(Database database, UserTableNames names, SyncRules rules) {
        return withProgress(new UserSync(database, names, rules)::plan);
    }

    private SyncReport withProgress(Function<UserPoolSource, SyncReport> work) {
        try (var progress = new PoolProgress(context, pool)) {
            return work.apply(action -> users.forEach(user -> {
                action.accept(user);
                progress.add();
            }));
        }
    }

    @Override
    public void close() {
        users.close();
    }
}
