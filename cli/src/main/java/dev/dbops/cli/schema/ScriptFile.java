package dev.dbops.cli.schema;

import java.nio.file.Path;

/** The two scripts of a project, and where they are when nobody names them. */
public enum ScriptFile {
    SCHEMA("schema.sql"),
    SEED("seed.sql");

    private final String fileName;

    ScriptFile(String fileName) {
        this.fileName = fileName;
    }

    String fileName() {
        return fileName;
    }

    /** Stands for "not named" in an option. */
    public Path unnamed() {
        return Path.of("");
    }
}
