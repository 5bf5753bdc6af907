package dev.dbops.dist.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The choices of one round: its servers, the rights of the target's role, and the options of capture and replay.
 *
 * @param seed repeats all choices of the round, but not the interleaving
 * @param sourceMajor the PostgreSQL version of the source
 * @param targetMajor that of the target, which is not older
 * @param restricted whether the target's role may not set session_replication_role
 * @param notifying whether the triggers also notify a channel
 * @param publication whether both databases have a publication of all tables
 * @param before whether events contain the old row
 * @param always whether the triggers fire in sessions with session_replication_role = replica too
 * @param applying how the replay applies events: an option with its value
 * @param deadLetters whether the replay would put refused events aside
 * @param hostile whether both databases search a schema with traps before pg_catalog
 * @param crashes whether the servers crash
 * @param defaultPartition whether the log has no partition for today
 * @param writers the number of sessions that write
 */
record RoundSettings(
        long seed,
        int sourceMajor,
        int targetMajor,
        boolean restricted,
        boolean notifying,
        boolean publication,
        boolean before,
        boolean always,
        List<String> applying,
        boolean deadLetters,
        boolean hostile,
        boolean crashes,
        boolean defaultPartition,
        int writers) {
    static final String CHANNEL = "campaign";
    private static final List<Integer> MAJORS = List.of(13, 15, 17, 18);
    private static final List<List<String>> APPLYING =
            List.of(List.of("--parallel", "1"), List.of("--parallel", "4"), List.of("--atomic"));

    static RoundSettings of(long seed) {
        var random = new Random(new SplittableRandom(seed).nextLong());
        var major = MAJORS.get(random.nextInt(MAJORS.size()));
        var newer = MAJORS.stream().filter(each -> each >= major).toList();
        var target = random.nextInt(4) == 0 ? newer.get(random.nextInt(newer.size())) : major;
        var applying = APPLYING.get(random.nextInt(APPLYING.size()));
        return new RoundSettings(
                seed,
                major,
                target,
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                random.nextBoolean(),
                random.nextInt(3) == 0,
                applying,
                random.nextInt(3) == 0 && !applying.contains("--atomic"),
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                random.nextInt(3) == 0,
                4 + random.nextInt(5));
    }

    /** The options of triggers-install. */
    List<String> captureOptions() {
        var options = new ArrayList<String>();
        if (notifying) {
            options.addAll(List.of("--notify", CHANNEL));
        }
        if (before) {
            options.addAll(List.of("--before", "full"));
        }
        if (always) {
            options.add("--always");
        }
        return options;
    }

    /** The options of events-replay. */
    List<String> replayOptions() {
        var options = new ArrayList<>(applying);
        if (deadLetters) {
            options.addAll(List.of("--on-error", "dead-letter"));
        }
        return options;
    }

    @Override
    public String toString() {
        var text = new StringBuilder("PostgreSQL " + sourceMajor);
        if (targetMajor != sourceMajor) {
            text.append(" to ").append(targetMajor);
        }
        text.append(restricted ? ", restricted" : ", unrestricted");
        for (var option : captureOptions()) {
            text.append(option.startsWith("--") ? ", " : " ").append(option);
        }
        for (var option : replayOptions()) {
            text.append(option.startsWith("--") ? ", " : " ").append(option);
        }
        text.append(publication ? ", publication" : "");
        text.append(hostile ? ", hostile catalog" : "");
        text.append(crashes ? ", crashes" : "");
        text.append(defaultPartition ? ", default partition" : "");
        return text.append(", ").append(writers).append(" writers").toString();
    }
}
