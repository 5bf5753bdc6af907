package dev.dbops.events.capture;

/** The two kinds of triggers. */
public enum TriggerKind {
    /** Triggers that write a table's changes into the event log. */
    EVENTS("events", "capture\\_%"),
    /** The trigger that maintains a column updated_at. */
    UPDATED_AT("updated_at", "set\\_updated\\_at");

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

    /** The LIKE pattern of its function names. */
    String functions() {
        return functions;
    }
}
