package dev.dbops.migration;

import dev.dbops.postgres.Database;
import java.util.Optional;

/**
 * The search paths of a session in which Flyway's statements and those of migrations alternate.
 *
 * <p>Flyway writes its statements without schemas, so they run with a search path on which no other role can create
 * objects. The migrations run with the user's path, which is the session's initial path.
 */
final class SearchPaths {
    private static final String OWN = "pg_catalog, pg_temp";

    private static final String FIND = """
        SELECT current_schema(), current_setting('search_path')
        """;

    private final Database database;
    private final Optional<String> schema;
    private final String users;

    private record Found(Optional<String> schema, String path) {}

    SearchPaths(Database database) {
        this.database = database;
        var found = database.queryAsUser(
                        FIND, row -> new Found(Optional.ofNullable(row.getString(1)), row.getString(2)))
                .getFirst();
        this.schema = found.schema();
        this.users = found.path();
    }

    /** The first schema of the user's path, where the history is. */
    Optional<String> schema() {
        return schema;
    }

    void toOwn() {
        set(OWN);
    }

    void toUsers() {
        set(users);
    }

    private void set(String path) {
        database.executeAsIs(
                "SELECT pg_catalog.set_config('search_path', %s, false)".formatted(database.quoteLiteral(path)));
    }
}
