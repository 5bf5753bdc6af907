package dev.dbops.events.capture;

/** The two kinds of triggers. */
public enum TriggerKind {
    /** Those that write a table's changes into the event log. */
    EVENTS("events", "capture\\_%"),
    /** The one that keeps a column updated_at. */
    UPDATED_AT("updated_at", "set\\_updated\\_at");

    private final String word;
    private final String functions;

    TriggerKind(String word, String functions) {
        this.word = word;
        this.functions = functions;
    }

    /** As users read it, and as dbops.capture has it. */
    public String word() {
        return word;
    }

    /** What the names of its functions are LIKE. */
    String functions() {
        return functions;
    }
}
