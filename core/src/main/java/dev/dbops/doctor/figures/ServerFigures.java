package dev.dbops.doctor.figures;

import java.time.Duration;
import java.time.Instant;

/**
 * A server and the database that was looked at.
 *
 * @param database the database's name
 * @param version the server's, such as 17.2
 * @param bytes the size of the database
 * @param maxConnections how many sessions the server has room for
 * @param reservedConnections how many of them are kept for superusers
 * @param freezeMaxAge at how many transactions the server vacuums a table whatever else it does
 * @param uptime since the server was started
 * @param taken when the figures were taken, by the server's clock
 * @param blocksHit the blocks that the database read from the server's memory, since its statistics begin
 * @param blocksRead those that it did not find there
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
