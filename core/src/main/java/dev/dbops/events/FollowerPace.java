package dev.dbops.events;

import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import java.time.Duration;

/** The wait times of a follower of the log: for events, and for an unreachable server. */
public final class FollowerPace {
    /** The interval between reads when there are no events: short enough to look immediate. */
    public static final Duration LOOK = Duration.ofMillis(100);

    private static final Pace RECONNECT = new Pace(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    private FollowerPace() {}

    /** The pauses before it reconnects. They start over whenever it makes progress. */
    public static Polling reconnecting() {
        return new Polling(FOR_EVER, RECONNECT);
    }
}
