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
    private final Follower follower;
    private final Workload workload;
    private final RoundSchema schema;
    private final LogUpkeep log;
    private final Disturbances disturbances;

    Round(RoundSettings settings, Servers servers, Path directory) throws Exception {
        this.settings = settings;
        this.random = new Random(settings.seed());
        this.source = new Side("source", servers.source(settings.sourceMajor()));
        this.target = new Side("target", servers.target(settings.targetMajor()));
        var files = Files.createDirectories(directory.resolve("round-" + settings.seed()));
        var dbOps = new DbOps(files, source, target, settings.restricted() ? RoundSchema.REPLAYER : "postgres");
        this.follower = new Follower(dbOps, files, settings);
        this.workload = new Workload(source, settings);
        this.schema = new RoundSchema(settings, source, target);
        this.log = new LogUpkeep(source, dbOps, settings);
        this.disturbances = new Disturbances(random, settings, source, target, workload, follower, log);
    }

    /** Runs it; throws a {@link Difference} if the databases are not the same, or db-ops failed. */
    RoundSum run(Duration length) throws Exception {
        var begin = System.nanoTime();
        prepare();
        try (workload) {
            workload.use(source.tables(), random);
            workload.start();
            while (System.nanoTime() < begin + length.toNanos()) {
                follower.start();
                Thread.sleep(200 + random.nextInt(1000));
                workload.finishLost();
                disturbances.next();
            }
            workload.finish();
        } finally {
            follower.kill();
        }
        return compare(begin);
    }

    private void prepare() throws Exception {
        schema.create();
        log.install();
        if (settings.defaultPartition()) {
            log.dropPartitionsOfToday();
        }
        schema.becomeHostile();
        // a log without consumers may be pruned to its end
        follower.catchUp();
    }

    private RoundSum compare(long begin) throws Exception {
        follower.catchUp();
        var comparison = new RowComparison(source, target);
        comparison.compare(source.tables());
        requireNoFaults();
        if (Boolean.getBoolean("campaign.errors")) {
            System.out.println(workload.errors());
        }
        return new RoundSum(
                1,
                workload.transactions(),
                log.events(),
                disturbances.kills(),
                disturbances.changes(),
                comparison.rows(),
                Duration.ofNanos(System.nanoTime() - begin));
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
