package dev.dbops.users;

import java.util.function.Consumer;

/** The source of a pool's users, one by one, so that a large pool takes no more memory than a small one. */
@FunctionalInterface
public interface UserPoolSource {
    /**
     * Passes on each user once; if the pool changes meanwhile, a user may come more than once.
     *
     * @throws dev.dbops.OpsException when the pool cannot be read completely
     */
    void forEach(Consumer<PoolUser> action);
}
