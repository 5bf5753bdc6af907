package dev.dbops.events;

import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import java.time.Duration;

/** How a follower of the log waits: for events, and for a server that is away. */
public final class FollowerPace {
    /** How often it looks, when there is nothing: about as long as a person takes for at once. */
    public static final Duration LOOK = Duration.ofMillis(100);

    private static final Pace RECONNECT = new Pace(Duration.ofMillis(100), Duration.ofSeconds(5));
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    private FollowerPace() {}

    /** The pauses before it connects again; they begin anew whenever it has got on. */
    public static Polling reconnecting() {
        return new Polling(FOR_EVER, RECONNECT);
    }
}
