package dev.dbops.dist.campaign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A part of the campaign with settings of its own: two new databases that are the same at its end. */
final class Round {
    private final RoundSettings settings;
    private final Random random;
    private final Side source;
    private final Side target;
    private final DbOps dbOps;
    private final Follower follower;
    private final Workload workload;
    private final StructureChanges changes;
    private final LogUpkeep log;
    private int kills;

    Round(RoundSettings settings, Servers servers, Path directory) throws Exception {
        this.settings = settings;
        this.random = new Random(settings.seed());
        this.source = new Side("source", servers.source(settings.sourceMajor()));
        this.target = new Side("target", servers.target(settings.targetMajor()));
        var files = Files.createDirectories(directory.resolve("round-" + settings.seed()));
        this.dbOps = new DbOps(files, source, target, settings.restricted() ? RoundSchema.REPLAYER : "postgres");
        this.follower = new Follower(dbOps, files, settings);
        this.workload = new Workload(source, settings);
        this.changes = new StructureChanges(random, settings, source, target);
        this.log = new LogUpkeep(source, dbOps);
    }

    /** Runs it; throws a {@link Difference} if the databases are not the same, or db-ops failed. */
    RoundSum run(Duration length) throws Exception {
        var begin = System.nanoTime();
        var schema = new RoundSchema(settings, source, target);
        schema.create();
        install();
        if (settings.defaultPartition()) {
            log.dropPartitionsOfToday();
        }
        schema.becomeHostile();
        try (workload) {
            workload.use(source.tables(), random);
            workload.start();
            var end = begin + length.toNanos();
            while (System.nanoTime() < end) {
                follower.start();
                Thread.sleep(200 + random.nextInt(1000));
                workload.finishLost();
                disturb(schema);
            }
            workload.finish();
        }
        follower.catchUp();
        var comparison = new RowComparison(source, target);
        comparison.compare(source.tables());
        requireNoFaults();
        var sum = new RoundSum(
                1,
                workload.transactions(),
                log.events(),
                kills,
                changes.done(),
                comparison.rows(),
                Duration.ofNanos(System.nanoTime() - begin));
        if (Boolean.getBoolean("campaign.errors")) {
            System.out.println(workload.errors());
        }
        return sum;
    }

    private void disturb(RoundSchema schema) throws Exception {
        switch (random.nextInt(16)) {
            case 0, 1 -> killed(() -> follower.kill());
            case 2, 3 -> killed(() -> endSessions(source, "application_name = 'campaign'", 2));
            case 4 -> killed(() -> endSessions(source, "application_name LIKE 'db-ops%'", 1));
            case 5 -> killed(() -> endSessions(target, "application_name LIKE 'db-ops%'", 1));
            case 6 -> crash(source);
            case 7 -> crash(target);
            case 8 -> log.prune();
            case 9, 10 -> changeInPause(schema);
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

    private void changeInPause(RoundSchema schema) throws Exception {
        workload.pause();
        try {
            workload.finishPrepared(Duration.ZERO);
            follower.catchUp();
            for (var i = 0; i <= random.nextInt(3); i++) {
                changes.quiet(source.tables());
            }
            schema.grant();
            install();
            workload.use(source.tables(), random);
        } finally {
            workload.resume();
        }
    }

    private void install() throws Exception {
        var words = new ArrayList<>(List.of("triggers-install", "--all"));
        words.addAll(settings.captureOptions());
        dbOps.succeed(words);
        words.set(1, "--ops=insert,truncate");
        words.addAll(List.of("--table", Table.WITHOUT_KEY));
        dbOps.succeed(words);
    }

    private void requireNoFaults() {
        var faults = new ArrayList<>(workload.faults());
        source.rows("SELECT seq, event, error FROM dbops.dead_letter LIMIT 3")
                .forEach(letter -> faults.add("a dead letter: " + letter));
        if (settings.hostile()) {
            for (var side : List.of(source, target)) {
                if (side.value("SELECT is_called FROM hostile.fired").equals("t")) {
                    faults.add("db-ops has called an object of the hostile schema in the " + side.name());
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new Difference(String.join("\n", faults.subList(0, Math.min(10, faults.size()))));
        }
    }
}
