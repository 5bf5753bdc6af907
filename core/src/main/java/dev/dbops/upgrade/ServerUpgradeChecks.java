package dev.dbops.upgrade;

import dev.dbops.doctor.Outcome;
import java.util.List;

/** The checks of the whole server. */
final class ServerUpgradeChecks {
    private ServerUpgradeChecks() {}

    static final List<UpgradeCheck> CHECKS = List.of(
            new UpgradeCheck(
                    "prepared transactions",
                    Outcome.failed,
                    "in their database: COMMIT PREPARED or ROLLBACK PREPARED",
                    """
                    SELECT pg_catalog.format('%L in database %I', p.gid, p.database) AS object
                      FROM pg_catalog.pg_prepared_xacts AS p
                     ORDER BY p.prepared
                    """),
            new UpgradeCheck(
                    "replication slots",
                    Outcome.failed,
                    "SELECT pg_drop_replication_slot('NAME') after its subscriber has read all",
                    """
                    SELECT pg_catalog.format('%I (%s)', s.slot_name, s.plugin) AS object
                      FROM pg_catalog.pg_replication_slots AS s
                     WHERE s.slot_type = 'logical'
                     ORDER BY s.slot_name
                    """),
            new UpgradeCheck(
                    "invalid databases",
                    Outcome.failed,
                    "DROP DATABASE: an earlier DROP DATABASE was interrupted",
                    """
                    SELECT pg_catalog.format('%I', d.datname) AS object
                      FROM pg_catalog.pg_database AS d
                     WHERE d.datconnlimit = -2
                     ORDER BY d.datname
                    """),
            new UpgradeCheck(
                    "connections to databases",
                    Outcome.failed,
                    "ALTER DATABASE ... ALLOW_CONNECTIONS true, also for template1",
                    """
                    SELECT pg_catalog.format('%I', d.datname) AS object
                      FROM pg_catalog.pg_database AS d
                     WHERE NOT d.datallowconn
                       AND d.datconnlimit <> -2
                       AND d.datname NOT IN ('template0', 'rdsadmin')
                     ORDER BY d.datname
                    """),
            new UpgradeCheck(
                    "encoding",
                    Outcome.warning,
                    "the text in it has no known encoding; a dump and a restore may fail later",
                    """
                    SELECT pg_catalog.format('%I is SQL_ASCII', d.datname) AS object
                      FROM pg_catalog.pg_database AS d
                     WHERE d.encoding = 0
                       AND NOT d.datistemplate
                     ORDER BY d.datname
                    """));
}
