package dev.dbops.target;

import java.util.Map;

/** libpq's settings that detect within a minute that a server died without closing the connection. */
public final class DeadServerLimits {
    /** The time without traffic before the first probe. */
    public static final int KEEPALIVES_IDLE_SECONDS = 20;

    public static final int KEEPALIVES_INTERVAL_SECONDS = 10;

    /** The number of unanswered probes that end the connection. */
    public static final int KEEPALIVES_COUNT = 3;

    /** The time that sent data may stay unacknowledged. */
    public static final int TCP_USER_TIMEOUT_MILLIS = 50_000;

    private DeadServerLimits() {}

    /** The limits by libpq's keywords. */
    static Map<String, String> parameters() {
        return Map.of(
                "keepalives_idle", Integer.toString(KEEPALIVES_IDLE_SECONDS),
                "keepalives_interval", Integer.toString(KEEPALIVES_INTERVAL_SECONDS),
                "keepalives_count", Integer.toString(KEEPALIVES_COUNT),
                "tcp_user_timeout", Integer.toString(TCP_USER_TIMEOUT_MILLIS));
    }
}
