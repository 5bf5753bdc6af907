package dev.dbops.upgrade;

import dev.dbops.doctor.Outcome;
import java.util.ArrayList;
import java.util.List;

/** The checks of one database; most are those of pg_upgrade (its check.c), which RDS runs. */
final class DatabaseUpgradeChecks {
    private static final int FIRST_WITHOUT_OIDS = 12;
    private static final int FIRST_WITH_OTHER_ACLITEM = 16;

    /** The columns of these types in tables, materialized views and indexes of users. */
    private static final String COLUMNS = """
        SELECT pg_catalog.format('%%I.%%I.%%I (%%s)', n.nspname, c.relname, a.attname, t.typname) AS object
          FROM pg_catalog.pg_attribute AS a
          JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
          JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
          JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
          JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.typnamespace
         WHERE c.relkind IN ('r', 'm', 'i')
           AND NOT a.attisdropped
           AND tn.nspname = 'pg_catalog'
           AND t.typname IN (%s)
           AND n.nspname NOT IN ('pg_catalog', 'information_schema')
           AND n.nspname NOT LIKE 'pg\\_toast%%'
         ORDER BY 1
        """;

    private DatabaseUpgradeChecks() {}

    /** The checks for an upgrade between these major versions. */
    static List<UpgradeCheck> of(int from, int to) {
        var checks = new ArrayList<UpgradeCheck>();
        checks.add(new UpgradeCheck(
                "reg* columns",
                Outcome.failed,
                "ALTER TABLE ... ALTER COLUMN ... TYPE text; regclass, regrole and regtype are allowed",
                COLUMNS.formatted("'regcollation', 'regconfig', 'regdictionary', 'regnamespace', 'regoper',"
                        + " 'regoperator', 'regproc', 'regprocedure'")));
        checks.add(new UpgradeCheck(
                "columns of removed types",
                Outcome.failed,
                "ALTER TABLE ... ALTER COLUMN ... TYPE: a later version does not have the type",
                COLUMNS.formatted("'unknown', 'abstime', 'reltime', 'tinterval'")));
        if (from < FIRST_WITH_OTHER_ACLITEM && to >= FIRST_WITH_OTHER_ACLITEM) {
            checks.add(new UpgradeCheck(
                    "aclitem columns",
                    Outcome.failed,
                    "ALTER TABLE ... ALTER COLUMN ... TYPE text: the format differs since version 16",
                    COLUMNS.formatted("'aclitem', '_aclitem'")));
        }
        if (from < FIRST_WITHOUT_OIDS) {
            checks.add(new UpgradeCheck("tables WITH OIDS", Outcome.failed, "ALTER TABLE ... SET WITHOUT OIDS", """
                SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS object
                  FROM pg_catalog.pg_class AS c
                  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
                 WHERE pg_catalog.to_jsonb(c) ->> 'relhasoids' = 'true'
                   AND n.nspname <> 'pg_catalog'
                 ORDER BY 1
                """));
        }
        checks.add(VIEWS);
        checks.add(EXTENSIONS);
        return checks;
    }

    private static final UpgradeCheck VIEWS = new UpgradeCheck(
            "views of system views",
            Outcome.warning,
            "if the upgrade fails because of one: DROP VIEW before, CREATE VIEW after it",
            """
            SELECT DISTINCT pg_catalog.format('%I.%I (%I)', n.nspname, v.relname, s.relname) AS object
              FROM pg_catalog.pg_depend AS d
              JOIN pg_catalog.pg_rewrite AS w ON w.oid = d.objid
              JOIN pg_catalog.pg_class AS v ON v.oid = w.ev_class
              JOIN pg_catalog.pg_namespace AS n ON n.oid = v.relnamespace
              JOIN pg_catalog.pg_class AS s ON s.oid = d.refobjid AND s.relkind = 'v'
              JOIN pg_catalog.pg_namespace AS sn ON sn.oid = s.relnamespace
             WHERE d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
               AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
               AND v.oid <> s.oid
               AND n.nspname NOT IN ('pg_catalog', 'information_schema')
               AND (sn.nspname = 'pg_catalog' OR s.relname = 'pg_stat_statements')
             ORDER BY 1
            """);

    private static final UpgradeCheck EXTENSIONS = new UpgradeCheck(
            "extensions",
            Outcome.warning,
            "ALTER EXTENSION ... UPDATE before the upgrade; RDS requires it for PostGIS, and drops none",
            """
            SELECT pg_catalog.format('%I %s (%s is available)', e.extname, e.extversion, a.default_version) AS object
              FROM pg_catalog.pg_extension AS e
              JOIN pg_catalog.pg_available_extensions AS a ON a.name = e.extname
             WHERE a.default_version <> e.extversion
             ORDER BY 1
            """);
}
