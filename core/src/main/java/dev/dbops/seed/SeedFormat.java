package dev.dbops.seed;

/** How the rows of a file are written. */
public enum SeedFormat {
    CSV("csv"),
    JSON("json");

    private final String word;

    SeedFormat(String word) {
        this.word = word;
    }

    /** The option's name, which is also the usual ending of the files. */
    public String word() {
        return word;
    }
}
