package dev.dbops.events.capture;

/** A session setting, besides the search path, that the text of a value may depend on. */
enum ValueSetting {
    DATE_STYLE("SET DateStyle = 'ISO'"),
    INTERVAL_STYLE("SET IntervalStyle = 'postgres'"),
    TIME_ZONE("SET TimeZone = 'UTC'"),
    EXTRA_FLOAT_DIGITS("SET extra_float_digits = 1"),
    BYTEA_OUTPUT("SET bytea_output = 'hex'"),
    LC_MONETARY("SET lc_monetary = 'C'");

    private final String pinned;

    ValueSetting(String pinned) {
        this.pinned = pinned;
    }

    /** Returns the clause that pins the setting to the same value in each session. */
    String pinned() {
        return pinned;
    }
}
