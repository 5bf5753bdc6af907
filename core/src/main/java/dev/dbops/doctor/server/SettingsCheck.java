package dev.dbops.doctor.server;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import java.util.ArrayList;
import java.util.List;

/** Settings that disable the server's maintenance, or lose data in a crash. */
final class SettingsCheck {
    private SettingsCheck() {}

    /** The settings; Aurora has its own storage, to which some of them do not apply. */
    record Settings(
            boolean autovacuum,
            boolean trackCounts,
            boolean fsync,
            boolean fullPageWrites,
            boolean zeroDamagedPages,
            boolean ignoreChecksumFailure,
            boolean isAurora) {}

    static Check<Settings> check() {
        var query = ServerSteps.query(
                "settings.sql",
                row -> new Settings(
                        row.getBoolean("autovacuum"),
                        row.getBoolean("track_counts"),
                        row.getBoolean("fsync"),
                        row.getBoolean("full_page_writes"),
                        row.getBoolean("zero_damaged_pages"),
                        row.getBoolean("ignore_checksum_failure"),
                        row.getBoolean("is_aurora")));
        return ServerSteps.ofOne(
                List.of(ServerSteps.AUTOVACUUM, ServerSteps.SETTINGS),
                query,
                settings -> List.of(judgeAutovacuum(settings), judge(settings)));
    }

    static Finding judgeAutovacuum(Settings settings) {
        if (settings.autovacuum() && settings.trackCounts()) {
            return ServerSteps.AUTOVACUUM.ok("is on");
        }
        var off = settings.autovacuum() ? "track_counts" : "autovacuum";
        return ServerSteps.AUTOVACUUM.warning(
                off + " is off: tables grow, and their statistics become outdated",
                Remedy.of("`ALTER SYSTEM SET %s = on`, then: `SELECT pg_reload_conf()`", off));
    }

    static Finding judge(Settings settings) {
        var bad = new ArrayList<String>();
        add(bad, !settings.fsync() && !settings.isAurora(), "fsync is off");
        add(bad, !settings.fullPageWrites() && !settings.isAurora(), "full_page_writes is off");
        add(bad, settings.zeroDamagedPages(), "zero_damaged_pages is on");
        add(bad, settings.ignoreChecksumFailure(), "ignore_checksum_failure is on");
        return bad.isEmpty()
                ? ServerSteps.SETTINGS.ok("committed data survive a crash")
                : ServerSteps.SETTINGS.warning(
                        Figures.names(bad) + ": a crash can destroy the database",
                        Remedy.of(
                                "unless all its data can be recreated: `ALTER SYSTEM RESET %s`, then: `SELECT"
                                        + " pg_reload_conf()`",
                                bad.getFirst().split(" ")[0]));
    }

    private static void add(List<String> bad, boolean isBad, String words) {
        if (isBad) {
            bad.add(words);
        }
    }
}
