package dev.dbops.cli.schema;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The contents of a database, as text for comparing two databases: the definitions in the catalogs
 * (contents.sql) and every row of every table, in the order in which the table keeps them, and where the sequences are.
 */
final class DatabaseContents {
    private static final String TABLES = """
        SELECT oid::regclass::text FROM pg_catalog.pg_class
        WHERE oid >= 16384 AND relnamespace::regnamespace::text !~ '^pg_toast'
          AND (relkind = 'r' OR relkind = 'm' AND relispopulated)
        """;
    private static final String SEQUENCES =
            "SELECT oid::regclass::text FROM pg_catalog.pg_class WHERE relkind = 'S' AND oid >= 16384";
    private static final String HEADING = "-- ";

    private final Connection connection;

    private DatabaseContents(Connection connection) {
        this.connection = connection;
    }

    /** Headings, each with its rows: first those of the catalogs, sorted, then those of the tables. */
    static Map<String, List<String>> of(ConnectionTarget target) {
        var host = target.hosts().getFirst();
        var url = "jdbc:postgresql://%s:%d/%s".formatted(host.host(), host.port(), target.database());
        try (var connection = DriverManager.getConnection(url, target.user(), TestServer.PASSWORD)) {
            return new DatabaseContents(connection).read();
        } catch (SQLException e) {
            throw new AssertionError("cannot read the contents of " + target.database(), e);
        }
    }

    /** The rows of the tables alone, by the tables' names. */
    static Map<String, List<String>> rowsOf(ConnectionTarget target) {
        var contents = of(target);
        contents.keySet().removeIf(heading -> !heading.startsWith("rows of "));
        return contents;
    }

    /** The rows of the tables, and where the sequences are. */
    static Map<String, List<String>> dataOf(ConnectionTarget target) {
        var contents = of(target);
        contents.keySet().removeIf(heading -> !heading.startsWith("rows of ") && !heading.startsWith("value of "));
        return contents;
    }

    private Map<String, List<String>> read() throws SQLException {
        // Without a search path every name is written in full.
        query("SELECT set_config('search_path', '', false)");
        var contents = new TreeMap<String, List<String>>();
        for (var section : sections()) {
            var end = section.indexOf('\n');
            var rows = query(section.substring(end));
            Collections.sort(rows);
            contents.put(section.substring(0, end).strip(), rows);
        }
        for (var table : query(TABLES)) {
            contents.put("rows of " + table, query("SELECT t::text FROM ONLY " + table + " AS t"));
        }
        for (var sequence : query(SEQUENCES)) {
            contents.put("value of " + sequence, query("SELECT last_value, is_called FROM " + sequence));
        }
        return contents;
    }

    private static List<String> sections() {
        try (var in = DatabaseContents.class.getResourceAsStream("contents.sql")) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var sections = new ArrayList<>(List.of(text.split("\n\n" + HEADING)));
            sections.removeFirst();
            return sections;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> query(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (row.next()) {
                var text = new StringBuilder();
                for (var i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    text.append(i == 1 ? "" : " | ").append(row.getString(i));
                }
                rows.add(text.toString());
            }
            return rows;
        } catch (SQLException e) {
            throw new SQLException(sql + "\n" + e.getMessage(), e);
        }
    }
}
