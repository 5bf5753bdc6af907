package dev.dbops.doctor.server;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;

/** Checks that the write-ahead log is archived: without it no restore reaches the last hours. */
final class ArchiverCheck {
    private ArchiverCheck() {}

    /**
     * The state of archiving.
     *
     * @param mode off, on or always
     * @param isFailing whether the last attempt failed
     * @param failures how many attempts failed since the statistics began
     * @param lastFailed the file that could not be archived
     * @param sinceSuccess how long ago the last successful attempt was, in seconds; 0 if there was none
     */
    record Archiver(String mode, boolean isFailing, long failures, String lastFailed, double sinceSuccess) {}

    static Check<Archiver> check() {
        var query = ServerSteps.query(
                "archiver.sql",
                row -> new Archiver(
                        row.getString("archive_mode"),
                        row.getBoolean("is_failing"),
                        row.getLong("failed_count"),
                        row.getString("last_failed_wal"),
                        row.getDouble("since_success")));
        return ServerSteps.ofOne(ServerSteps.ARCHIVER, query, ArchiverCheck::judge);
    }

    private static Finding judge(Archiver found) {
        if (found.mode().equals("off")) {
            return ServerSteps.ARCHIVER.ok("is off");
        }
        return found.isFailing()
                ? ServerSteps.ARCHIVER.warning(
                        "%s cannot be archived (%d failures); the last success %s"
                                .formatted(
                                        found.lastFailed(),
                                        found.failures(),
                                        found.sinceSuccess() > 0
                                                ? "was " + Figures.time(found.sinceSuccess()) + " ago"
                                                : "was never"),
                        "the server's log says why archive_command fails; its disk fills until it does not")
                : ServerSteps.ARCHIVER.ok("is on, and goes well");
    }
}
