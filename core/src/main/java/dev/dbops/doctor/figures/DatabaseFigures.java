package dev.dbops.doctor.figures;

import java.util.List;

/**
 * The figures of a database that are drawn.
 *
 * @param server the server and the database itself
 * @param databases the databases of the server, the largest first
 * @param tables the largest tables
 * @param tableCount how many tables there are in all
 * @param connections the sessions by state
 * @param lockSessions the sessions that wait for locks, and those that block them
 * @param locks the locks by mode
 * @param unreadIndexes the largest unused indexes
 */
public record DatabaseFigures(
        ServerFigures server,
        List<DatabaseSize> databases,
        List<TableFigures> tables,
        long tableCount,
        List<ConnectionCount> connections,
        List<LockSession> lockSessions,
        List<LockCount> locks,
        List<UnreadIndex> unreadIndexes) {

    public DatabaseFigures {
        databases = List.copyOf(databases);
        tables = List.copyOf(tables);
        connections = List.copyOf(connections);
        lockSessions = List.copyOf(lockSessions);
        locks = List.copyOf(locks);
        unreadIndexes = List.copyOf(unreadIndexes);
    }
}
