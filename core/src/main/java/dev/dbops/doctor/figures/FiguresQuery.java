package dev.dbops.doctor.figures;

import dev.dbops.OpsException;
import dev.dbops.postgres.CatalogQuery;
import dev.dbops.postgres.CatalogReader;
import dev.dbops.postgres.RowReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads the figures of a database, in one round trip. */
public final class FiguresQuery {
    private static final double MILLIS = 1000;

    /** A table, and the number of tables. */
    private record CountedTable(TableFigures table, long count) {}

    private FiguresQuery() {}

    /**
     * Queries the server. Figures that it does not return, for example because a table is locked, are left out.
     *
     * @throws OpsException when it returns none
     */
    public static DatabaseFigures read(CatalogReader reader) {
        var server = query("server", FiguresQuery::server);
        var databases = query("databases", FiguresQuery::database);
        var tables = query("tables", FiguresQuery::table);
        var connections = query("connections", FiguresQuery::connections);
        var waits = query("waits", FiguresQuery::lockSession);
        var locks = query("locks", FiguresQuery::locks);
        var indexes = query("indexes", FiguresQuery::index);
        try {
            var answers = reader.readAll(List.of(server, databases, tables, connections, waits, locks, indexes))
                    .iterator();
            return figures(
                    rows(server, answers.next()).getFirst(),
                    rows(databases, answers.next()),
                    rows(tables, answers.next()),
                    rows(connections, answers.next()),
                    rows(waits, answers.next()),
                    rows(locks, answers.next()),
                    rows(indexes, answers.next()));
        } catch (OpsException e) {
            if (e.serverError().isEmpty()) {
                throw e;
            }
            return figures(
                    reader.read(server).getFirst(),
                    alone(reader, databases),
                    alone(reader, tables),
                    alone(reader, connections),
                    alone(reader, waits),
                    alone(reader, locks),
                    alone(reader, indexes));
        }
    }

    private static DatabaseFigures figures(
            ServerFigures server,
            List<DatabaseSize> databases,
            List<CountedTable> tables,
            List<ConnectionCount> connections,
            List<LockSession> waits,
            List<LockCount> locks,
            List<UnreadIndex> indexes) {
        return new DatabaseFigures(
                server,
                databases,
                tables.stream().map(CountedTable::table).toList(),
                tables.isEmpty() ? 0 : tables.getFirst().count(),
                connections,
                waits,
                locks,
                indexes);
    }

    /** They are of the query's own reader. */
    @SuppressWarnings({"unchecked", "unused"})
    private static <T> List<T> rows(CatalogQuery<T> query, List<?> rows) {
        return (List<T>) rows;
    }

    private static <T> List<T> alone(CatalogReader reader, CatalogQuery<T> query) {
        try {
            return reader.read(query);
        } catch (OpsException e) {
            if (e.serverError().isEmpty()) {
                throw e;
            }
            return List.of();
        }
    }

    private static <T> CatalogQuery<T> query(String name, RowReader<T> reader) {
        try (var in = FiguresQuery.class.getResourceAsStream(name + ".sql")) {
            return new CatalogQuery<>(new String(in.readAllBytes(), StandardCharsets.UTF_8), reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerFigures server(ResultSet row) throws SQLException {
        return new ServerFigures(
                row.getString("database_name"),
                row.getString("version"),
                row.getLong("bytes"),
                row.getInt("max_connections"),
                row.getInt("reserved_connections"),
                row.getLong("freeze_max_age"),
                duration(row, "uptime"),
                row.getObject("taken", OffsetDateTime.class).toInstant(),
                row.getLong("blocks_hit"),
                row.getLong("blocks_read"));
    }

    private static DatabaseSize database(ResultSet row) throws SQLException {
        var bytes = row.getLong("bytes");
        return new DatabaseSize(
                row.getString("name"),
                row.wasNull() ? OptionalLong.empty() : OptionalLong.of(bytes),
                row.getLong("transaction_age"));
    }

    private static CountedTable table(ResultSet row) throws SQLException {
        var table = new TableFigures(
                row.getString("schema"),
                row.getString("name"),
                row.getLong("heap_bytes"),
                row.getLong("index_bytes"),
                row.getLong("toast_bytes"),
                row.getLong("live_rows"),
                row.getLong("dead_rows"),
                row.getLong("sequential_scans"),
                row.getLong("index_scans"),
                row.getLong("blocks_hit"),
                row.getLong("blocks_read"),
                row.getBoolean("is_locked"));
        return new CountedTable(table, row.getLong("tables"));
    }

    private static ConnectionCount connections(ResultSet row) throws SQLException {
        return new ConnectionCount(row.getString("state"), row.getInt("sessions"), duration(row, "longest"));
    }

    private static LockSession lockSession(ResultSet row) throws SQLException {
        var blockers = new ArrayList<Integer>();
        for (var pid : row.getString("blockers").split(",")) {
            if (!pid.isEmpty()) {
                blockers.add(Integer.valueOf(pid));
            }
        }
        return new LockSession(
                row.getInt("pid"),
                row.getString("usename"),
                row.getString("application_name"),
                row.getString("state"),
                row.getString("command"),
                duration(row, "seconds"),
                blockers,
                row.getString("mode"),
                row.getString("object"));
    }

    private static LockCount locks(ResultSet row) throws SQLException {
        return new LockCount(row.getString("mode"), row.getInt("held"), row.getInt("wanted"));
    }

    private static UnreadIndex index(ResultSet row) throws SQLException {
        return new UnreadIndex(
                row.getString("schema"), row.getString("table_name"), row.getString("name"), row.getLong("bytes"));
    }

    private static Duration duration(ResultSet row, String column) throws SQLException {
        return Duration.ofMillis((long) (row.getDouble(column) * MILLIS));
    }
}
