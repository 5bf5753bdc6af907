package dev.dbops.events;

/** What was done to a table, with the letter that the log and Debezium have for it. */
public enum Operation {
    INSERT('c'),
    UPDATE('u'),
    DELETE('d'),
    TRUNCATE('t');

    private final char letter;

    Operation(char letter) {
        this.letter = letter;
    }

    public char letter() {
        return letter;
    }

    /**
     * The operation of a letter.
     *
     * @throws IllegalArgumentException when no operation has it
     */
    public static Operation of(char letter) {
        for (var operation : values()) {
            if (operation.letter == letter) {
                return operation;
            }
        }
        throw new IllegalArgumentException("no operation has the letter " + letter);
    }
}
