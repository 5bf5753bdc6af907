package dev.dbops.doctor.figures;

import java.time.Duration;
import java.time.Instant;

/**
 * A server and the checked database.
 *
 * @param database the database's name
 * @param version the server's version, such as 17.2
 * @param bytes the size of the database
 * @param maxConnections how many sessions the server allows
 * @param reservedConnections how many of them are reserved for superusers
 * @param freezeMaxAge the age, in transactions, at which the server always vacuums a table
 * @param uptime the time since the server was started
 * @param taken when the figures were taken, by the server's clock
 * @param blocksHit the blocks that the database read from the server's memory, since its statistics began
 * @param blocksRead the blocks that it did not find there
 */
public record ServerFigures(
        String database,
        String version,
        long bytes,
        int maxConnections,
        int reservedConnections,
        long freezeMaxAge,
        Duration uptime,
        Instant taken,
        long blocksHit,
        long blocksRead) {}
