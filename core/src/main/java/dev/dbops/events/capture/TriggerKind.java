package dev.dbops.events.capture;

/** The two kinds of triggers. */
public enum TriggerKind {
    /** Triggers that write a table's changes into the event log. */
    EVENTS("events", "capture_.*"),
    /** The trigger that maintains a column updated_at. */
    UPDATED_AT("updated_at", "set_updated_at");

    private final String word;
    private final String functions;

    TriggerKind(String word, String functions) {
        this.word = word;
        this.functions = functions;
    }

    /** The name for users and in dbops.capture. */
    public String word() {
        return word;
    }

    /** Returns whether a trigger with that function is of this kind. */
    boolean has(String function) {
        return function.matches(functions);
    }
}
