package dev.dbops.cli.schema;

import dev.dbops.InputFile;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ProjectFiles;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two scripts of a project, and their default places. */
public enum ScriptFile {
    SCHEMA("schema.sql"),
    SEED("seed.sql");

    private static final String MISSING = "no ";
    private static final String STANDARD_INPUT = "-";

    private final String fileName;

    ScriptFile(String fileName) {
        this.fileName = fileName;
    }

    String fileName() {
        return fileName;
    }

    /** The value of an option that does not name the script. */
    public Path unnamed() {
        return Path.of("");
    }

    /**
     * Opens the named script, or finds it in one of the {@linkplain ProjectFiles places} of a project.
     *
     * @throws dev.dbops.OpsException of kind USAGE when there is none
     */
    public InputFile open(Context context, Path named) {
        if (named.toString().equals(STANDARD_INPUT)) {
            return InputFile.ofStream(context.terminal().in(), "stdin");
        }
        var path = named.equals(unnamed()) ? find(context) : named;
        return InputFile.ofFile(context.file(path), path.toString());
    }

    /** As {@link #open}, but returns an empty script if none is named and none exists. */
    public InputFile openIfExists(Context context, Path named) {
        if (named.equals(unnamed()) && !Files.exists(context.file(find(context)))) {
            return InputFile.ofStream(InputStream.nullInputStream(), MISSING + fileName);
        }
        return open(context, named);
    }

    /** Returns whether the script stands for one that does not exist. */
    public static boolean isMissing(InputFile script) {
        return script.name().equals(MISSING + SEED.fileName) || script.name().equals(MISSING + SCHEMA.fileName);
    }

    private Path find(Context context) {
        return ProjectFiles.file(context, fileName);
    }
}
