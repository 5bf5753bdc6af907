package dev.dbops.doctor.server;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import java.util.List;

/** Damaged pages, and queries whose sorts do not fit into memory, from the statistics. */
final class StatisticsCheck {
    /** The size of temporary files a day above which the check warns, in bytes. */
    private static final long MUCH_A_DAY = 1L << 30;

    private StatisticsCheck() {}

    /**
     * The counts.
     *
     * @param checksums whether pages have checksums
     * @param failures how many checksums did not match, in any database
     * @param damaged the databases with these failures
     * @param files how many temporary files were written in this database
     * @param bytes their total size
     * @param days the age of the statistics
     */
    record Counts(boolean checksums, long failures, String damaged, long files, long bytes, double days) {}

    static Check<Counts> check() {
        var query = ServerSteps.query(
                "database-statistics.sql",
                row -> new Counts(
                        row.getBoolean("data_checksums"),
                        row.getLong("checksum_failures"),
                        row.getString("damaged"),
                        row.getLong("temp_files"),
                        row.getLong("temp_bytes"),
                        row.getDouble("days")));
        return ServerSteps.ofOne(
                List.of(ServerSteps.CHECKSUMS, ServerSteps.TEMPORARY_FILES),
                query,
                counts -> List.of(judgeChecksums(counts), judgeFiles(counts)));
    }

    private static Finding judgeChecksums(Counts counts) {
        if (counts.failures() > 0) {
            return ServerSteps.CHECKSUMS.failed(
                    "%d pages are damaged, in: %s".formatted(counts.failures(), counts.damaged()),
                    Remedy.of("stop writing to it; the server's log names the files; restore a backup: `db-ops"
                            + " rds-restore`"));
        }
        return ServerSteps.CHECKSUMS.ok(
                counts.checksums() ? "no page was found damaged" : "are off: damaged pages would not be noticed");
    }

    static Finding judgeFiles(Counts counts) {
        var message = "%d of %s in %.1f days".formatted(counts.files(), Figures.bytes(counts.bytes()), counts.days());
        return counts.bytes() > MUCH_A_DAY * Math.max(1, counts.days())
                ? ServerSteps.TEMPORARY_FILES.warning(
                        message + ": sorts and hashes do not fit into work_mem",
                        "raise work_mem for the role that needs it; log_temp_files = 0 names the queries")
                : ServerSteps.TEMPORARY_FILES.ok(message);
    }
}
