package dev.dbops.cli.cognito;

import dev.dbops.aws.cognito.UserPoolId;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.Progress;

/** Shows how many users of a pool were read. */
final class PoolProgress implements AutoCloseable {
    private final Progress progress;
    private int users;

    PoolProgress(Context context, UserPoolId pool) {
        this.progress = context.progress(pool.id());
    }

    /** One more. */
    void add() {
        users++;
        progress.count(users, "users");
    }

    @Override
    public void close() {
        progress.clear();
    }
}
