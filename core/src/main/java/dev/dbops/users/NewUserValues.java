package dev.dbops.users;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.users.UserTable.Filled;

/**
 * The values of a new user's row. A missing attribute is NULL. Where the column refuses NULL and has no default, a
 * handle is replaced by the name with which the user logs in, and a name by the handle; the user's ID is the last
 * resort for both. Nothing replaces an address.
 *
 * @param table the table
 * @param user the user
 * @param login the name with which the user logs in; empty when it is not known
 */
record NewUserValues(UserTable table, PoolUser user, String login) {
    /**
     * The value for a column; null for NULL.
     *
     * @throws OpsException when there is none, and the column needs one
     */
    String of(Filled filled) {
        var value = attribute(filled.value());
        if (!value.isEmpty() || !filled.column().needsValue()) {
            return value.isEmpty() ? null : value;
        }
        return switch (filled.value()) {
            case "handle" -> handle();
            case "name" -> user.handle().isEmpty() ? handle() : user.handle();
            default ->
                throw new OpsException(
                        Kind.FAILED,
                        "the user has no %s, and column \"%s\" of table \"%s\" must not be null"
                                .formatted(
                                        filled.value(),
                                        filled.column().name(),
                                        table.definition().table()),
                        "make the attribute required in the user pool, or let the column be null");
        };
    }

    private String attribute(String name) {
        return switch (name) {
            case "id" -> user.id();
            case "handle" -> user.handle();
            case "email" -> user.email();
            default -> user.name();
        };
    }

    private String handle() {
        return login.isEmpty() ? user.id() : login;
    }
}
