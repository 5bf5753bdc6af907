package dev.dbops.dist.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Source and target are the same, row by row, after random changes of many hard tables, changes of their structure, and kills.
 *
 * <p>Longer: {@code ./verify --campaign 1h --seed N} (docs/testing.md).
 */
class EventsCampaignIT {
    private static final Duration ROUND = Duration.ofSeconds(30);
    private static final Duration LENGTH =
            Duration.parse("PT" + System.getProperty("campaign.length", "12s").toUpperCase(Locale.ROOT));

    /** In the gate the settings are the same each time; a campaign has others each time. */
    private static final long SEED = Long.getLong(
            "campaign.seed",
            System.getProperty("campaign.length") == null ? 3001 : System.currentTimeMillis() % 1_000_000_000);

    @Test
    void sourceAndTargetAreTheSameAfterEachRound() throws Exception {
        var directory = Files.createTempDirectory("db-ops-campaign");
        var sum = RoundSum.NONE;
        var end = System.nanoTime() + LENGTH.toNanos();
        try (var servers = new Servers(directory)) {
            while (sum.rounds() == 0 || System.nanoTime() < end) {
                sum = sum.plus(run(SEED + sum.rounds(), servers, directory));
            }
        }
        delete(directory);
        System.out.printf("no difference in %d round(s) from seed %d: %s%n", sum.rounds(), SEED, sum);
    }

    private static RoundSum run(long seed, Servers servers, Path directory) throws Exception {
        var settings = RoundSettings.of(seed);
        try {
            var sum = new Round(settings, servers, directory).run(LENGTH.compareTo(ROUND) < 0 ? LENGTH : ROUND);
            System.out.printf("round of seed %d: %s: %s%n", seed, settings, sum);
            return sum;
        } catch (Exception | AssertionError e) {
            System.out.printf("round of seed %d: %s: failed; its files are in %s%n%s%n", seed, settings, directory, e);
            throw e;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
