package dev.dbops.events.capture;

/** A setting of a session on which the text of a value may depend, beside the search path. */
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

    /** The clause of a function that has it the same in each session. */
    String pinned() {
        return pinned;
    }
}
