package dev.dbops.upgrade;

import dev.dbops.doctor.Outcome;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;

/** The checks before an upgrade, by one connection. They change nothing. */
public final class UpgradeChecks {
    /** The most objects that a finding names. */
    private static final int NAMED = 5;

    /** From these on, an upgrade takes much longer: pg_upgrade dumps each of them. */
    private static final long MANY_LARGE_OBJECTS = 1_000_000;

    private static final long MANY_RELATIONS = 50_000;

    private final Database database;

    public UpgradeChecks(Database database) {
        this.database = database;
    }

    /** The version of the server, such as 170006. */
    public int major() {
        return database.serverVersion().number() / 10_000;
    }

    /**
     * The findings for an upgrade to another major version.
     *
     * @param to the major version
     */
    public List<UpgradeFinding> findings(int to) {
        var findings = new ArrayList<UpgradeFinding>();
        ServerUpgradeChecks.CHECKS.forEach(check -> findings.add(run(check)));
        DatabaseUpgradeChecks.of(major(), to).forEach(check -> findings.add(run(check)));
        findings.add(sizes());
        findings.add(others());
        return findings;
    }

    private UpgradeFinding run(UpgradeCheck check) {
        var found = database.query(check.sql(), row -> row.getString("object"));
        return found.isEmpty()
                ? new UpgradeFinding(check.name(), Outcome.ok, "none is in the way", "")
                : new UpgradeFinding(check.name(), check.outcome(), named(found), check.remedy());
    }

    private static String named(List<String> found) {
        var shown = String.join(", ", found.subList(0, Math.min(NAMED, found.size())));
        return found.size() > NAMED ? "%s and %d more".formatted(shown, found.size() - NAMED) : shown;
    }

    private UpgradeFinding sizes() {
        return database.query("""
            SELECT (SELECT pg_catalog.count(*)
                      FROM pg_catalog.pg_largeobject_metadata) AS large_objects,
                   (SELECT pg_catalog.count(*)
                      FROM pg_catalog.pg_class) AS relations
            """, row -> size(row.getLong("large_objects"), row.getLong("relations")))
                .getFirst();
    }

    private static UpgradeFinding size(long largeObjects, long relations) {
        var many = largeObjects > MANY_LARGE_OBJECTS || relations > MANY_RELATIONS;
        return new UpgradeFinding(
                "number of objects",
                many ? Outcome.warning : Outcome.ok,
                "%d relations, %d large objects".formatted(relations, largeObjects),
                many ? "the upgrade takes longer, and needs memory; try it with a restored copy first" : "");
    }

    /** A connection sees the tables of one database only. */
    private UpgradeFinding others() {
        var others = database.query("""
            SELECT pg_catalog.format('%I', d.datname) AS name
              FROM pg_catalog.pg_database AS d
             WHERE d.datname <> pg_catalog.current_database()
               AND NOT d.datistemplate
               AND d.datconnlimit <> -2
               AND d.datname NOT IN ('postgres', 'rdsadmin')
             ORDER BY d.datname
            """, row -> row.getString("name"));
        return others.isEmpty()
                ? new UpgradeFinding("other databases", Outcome.ok, "there is none", "")
                : new UpgradeFinding(
                        "other databases",
                        Outcome.warning,
                        "the tables of %s were not checked".formatted(named(others)),
                        "check each: add -d NAME --dry-run");
    }

    /** Collects the statistics, which a major upgrade does not keep before version 18. */
    public void analyze() {
        database.executeAsIs("ANALYZE");
    }
}
