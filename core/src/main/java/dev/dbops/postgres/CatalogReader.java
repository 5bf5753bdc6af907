package dev.dbops.postgres;

import dev.dbops.OpsException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads catalogs and statistics of a database that may be unhealthy: it changes nothing, and it never waits long.
 *
 * <p>The limits apply to a transaction and not to the session, because a pool may give the session to another client
 * next. JIT is off: the plans of catalog queries look expensive but are not, so compiling them does not pay.
 */
public final class CatalogReader {
    /** The longest time for a query. */
    public static final Duration STATEMENT = Duration.ofSeconds(10);

    private static final String BEGIN = """
        BEGIN READ ONLY;
        SET LOCAL statement_timeout = '10s';
        SET LOCAL lock_timeout = '2s';
        SET LOCAL jit = off;
        """;

    /** Names in the queries mean the server's own objects; see {@link SafeSearchPath}. */
    private static final String RESOLVE =
            "SET LOCAL cursor_tuple_fraction = 1;\nSET LOCAL search_path = " + SafeSearchPath.PATH + ";\n";

    /**
     * The session's path, which no user statement has changed; it decides which names are visible and how they are
     * written.
     */
    private static final String RUN = "SET LOCAL search_path TO DEFAULT;\n";

    private static final String END = "ROLLBACK";

    /** The limit for a server whose own timeouts do not end the query; one message may contain several queries. */
    private static final int NO_ANSWER_MILLIS = 60_000;

    private final Database database;

    /** Uses the caller's connection, and sets its limit for each answer. */
    public CatalogReader(Database database) {
        this.database = database;
        try {
            database.connection().setNetworkTimeout(null, NO_ANSWER_MILLIS);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    public Database database() {
        return database;
    }

    /**
     * The rows of one query, in one round trip.
     *
     * @throws OpsException with the server's SQLSTATE when the query fails
     */
    public <T> List<T> read(CatalogQuery<T> query) {
        List<List<T>> answers = new ArrayList<>();
        send(List.of(query), statement -> answers.add(rows(statement, query.reader())));
        return answers.getFirst();
    }

    /**
     * The rows of several queries, all of them in one round trip.
     *
     * @return the rows of each query
     * @throws OpsException when one of them fails; it does not say which
     */
    public List<List<?>> readAll(List<? extends CatalogQuery<?>> queries) {
        List<List<?>> answers = new ArrayList<>();
        send(queries, statement -> {
            for (var query : queries) {
                answers.add(rows(statement, query.reader()));
            }
        });
        return answers;
    }

    /** Runs work that sends its own queries, in a transaction of the same kind. */
    public <T> T during(Function<Database, T> work) {
        database.executeAsIs(BEGIN);
        try {
            return work.apply(database);
        } finally {
            rollBack();
        }
    }

    @FunctionalInterface
    private interface Answers {
        void take(Statement statement) throws SQLException;
    }

    private void send(List<? extends CatalogQuery<?>> queries, Answers answers) {
        var text = new StringBuilder(BEGIN).append(RESOLVE);
        for (var i = 0; i < queries.size(); i++) {
            text.append("DECLARE dbops_%d NO SCROLL CURSOR FOR\n".formatted(i))
                    .append(queries.get(i).sql())
                    .append(";\n");
        }
        text.append(RUN);
        for (var i = 0; i < queries.size(); i++) {
            text.append("FETCH ALL FROM dbops_%d;\n".formatted(i));
        }
        try (var statement = database.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(text.append(END).toString());
            answers.take(statement);
        } catch (SQLException e) {
            rollBack();
            throw SqlErrors.translate(e);
        }
    }

    /** The next result that has rows. */
    private static <T> List<T> rows(Statement statement, RowReader<T> reader) throws SQLException {
        ResultSet found;
        while ((found = statement.getResultSet()) == null) {
            statement.getMoreResults();
        }
        var rows = new ArrayList<T>();
        try (var row = found) {
            while (row.next()) {
                rows.add(reader.read(row));
            }
        }
        statement.getMoreResults();
        return rows;
    }

    /** Rolls back; when the connection is lost, the server has done so already. */
    private void rollBack() {
        try (var statement = database.connection().createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException _) {
            // the next read reports the reason
        }
    }
}
