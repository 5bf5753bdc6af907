package dev.dbops.dist.campaign;

import java.time.Duration;
import java.util.Random;

/** The incidents of a round: kills, changes of the tables' structure, and commands that a person runs meanwhile. */
final class Disturbances {
    private static final String APPLICATION = "application_name = 'campaign'";
    private static final String DB_OPS = "application_name LIKE 'db-ops%'";

    private final Random random;
    private final RoundSettings settings;
    private final Side source;
    private final Side target;
    private final RoundSchema schema;
    private final Follower follower;
    private final Workload workload;
    private final StructureChanges changes;
    private final LogUpkeep log;
    private int kills;

    Disturbances(
            Random random,
            RoundSettings settings,
            Side source,
            Side target,
            Workload workload,
            Follower follower,
            LogUpkeep log) {
        this.random = random;
        this.settings = settings;
        this.source = source;
        this.target = target;
        this.schema = new RoundSchema(settings, source, target);
        this.follower = follower;
        this.workload = workload;
        this.changes = new StructureChanges(random, settings, source, target);
        this.log = log;
    }

    int kills() {
        return kills;
    }

    int changes() {
        return changes.done();
    }

    /** One of them. */
    void next() throws Exception {
        switch (random.nextInt(18)) {
            case 0, 1 -> killed(follower::kill);
            case 2, 3 -> killed(() -> endSessions(source, APPLICATION, 2));
            case 4 -> killed(() -> endSessions(source, DB_OPS, 1));
            case 5 -> killed(() -> endSessions(target, DB_OPS, 1));
            case 6 -> crash(source);
            case 7 -> crash(target);
            case 8 -> log.prune();
            case 9, 10, 11 -> changeInPause();
            case 12 -> log.look();
            case 13 -> log.installAgain();
            default -> {
                changes.hot(source.tables());
                workload.use(source.tables(), random);
            }
        }
    }

    private interface Kill {
        void run() throws Exception;
    }

    private void killed(Kill kill) throws Exception {
        kill.run();
        kills++;
    }

    private static void endSessions(Side side, String which, int most) {
        side.rows("SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
                + " WHERE datname = pg_catalog.current_database() AND pid <> pg_catalog.pg_backend_pid() AND " + which
                + " ORDER BY pg_catalog.random() LIMIT " + most);
    }

    private void crash(Side side) throws Exception {
        if (settings.crashes()) {
            side.server().crash();
            Thread.sleep(random.nextInt(500));
            side.server().start();
            kills++;
        }
    }

    private void changeInPause() throws Exception {
        workload.pause();
        try {
            workload.finishPrepared(Duration.ZERO);
            follower.catchUp();
            for (var i = 0; i <= random.nextInt(3); i++) {
                changes.quiet(source.tables());
            }
            schema.grant();
            log.install();
            workload.use(source.tables(), random);
        } finally {
            workload.resume();
        }
    }
}
