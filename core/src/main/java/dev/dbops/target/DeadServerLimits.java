package dev.dbops.target;

import java.util.Map;

/** libpq's settings by which a server that died without a word is noticed within a minute. */
public final class DeadServerLimits {
    /** Without traffic, before the first probe. */
    public static final int KEEPALIVES_IDLE_SECONDS = 20;

    public static final int KEEPALIVES_INTERVAL_SECONDS = 10;

    /** Unanswered probes that end the connection. */
    public static final int KEEPALIVES_COUNT = 3;

    /** How long sent data may stay unacknowledged. */
    public static final int TCP_USER_TIMEOUT_MILLIS = 50_000;

    private DeadServerLimits() {}

    /** By libpq's keywords. */
    static Map<String, String> parameters() {
        return Map.of(
                "keepalives_idle", Integer.toString(KEEPALIVES_IDLE_SECONDS),
                "keepalives_interval", Integer.toString(KEEPALIVES_INTERVAL_SECONDS),
                "keepalives_count", Integer.toString(KEEPALIVES_COUNT),
                "tcp_user_timeout", Integer.toString(TCP_USER_TIMEOUT_MILLIS));
    }
}
