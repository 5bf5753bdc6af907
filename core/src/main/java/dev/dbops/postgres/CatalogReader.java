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
 * Reads catalogs and statistics of a database that may be unwell: it changes nothing, and it waits for nothing long.
 *
 * <p>The limits hold for a transaction, not for the session, which behind a pool may be somebody else's next. Plans of
 * catalog queries look dear and are not, so that they are not worth being compiled.
 */
public final class CatalogReader {
    /** How long a query may take. */
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

    /** The path of the session, which no statement of a user has changed: what is visible, and how names are written. */
    private static final String RUN = "SET LOCAL search_path TO DEFAULT;\n";

    private static final String END = "ROLLBACK";

    /** For an answer that does not come although the server was told to give up; several queries may be in one message. */
    private static final int NO_ANSWER_MILLIS = 60_000;

    private final Database database;

    /** The connection is the caller's, and gets a limit for each answer. */
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
     * @throws OpsException with the server's SQLSTATE when it does not answer the query
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
     * @throws OpsException when the server does not answer one of them; it does not say which
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

    /** Does what takes queries of its own, in a transaction of the same kind. */
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

    /** Where the connection is gone, the server has done so by itself. */
    private void rollBack() {
        try (var statement = database.connection().createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException _) {
            // whoever reads next meets the reason
        }
    }
}
