package dev.dbops.users;

import java.util.function.Consumer;

/** Where the users of a pool come from, one after the other, so that a large pool takes no more memory than a small one. */
@FunctionalInterface
public interface UserPoolSource {
    /**
     * Hands over each user once, or a user of a pool that changes meanwhile more than once.
     *
     * @throws dev.dbops.OpsException when the pool cannot be read to its end
     */
    void forEach(Consumer<PoolUser> action);
}
