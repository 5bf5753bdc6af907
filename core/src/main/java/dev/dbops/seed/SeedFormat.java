package dev.dbops.seed;

/** The format of the rows in a file. */
public enum SeedFormat {
    CSV("csv"),
    JSON("json");

    private final String word;

    SeedFormat(String word) {
        this.word = word;
    }

    /** The option's name, which is also the usual file extension. */
    public String word() {
        return word;
    }
}
