package dev.dbops.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/** The libraries that a server loads when it starts. Without them, some extensions can be created but not used. */
final class PreloadedLibraries {
    /** Statements such as ALTER ROLE are not counted: their text, with its password, would be written to a file. */
    private static final String SETTINGS = """

        shared_preload_libraries = 'pg_stat_statements'
        pg_stat_statements.track_utility = off
        """;

    private static final Pattern SETTING = Pattern.compile("(?m)^\\s*shared_preload_libraries\\s*=");

    private PreloadedLibraries() {}

    /** Adds the settings to a data directory, which may be of an earlier version. A setting of the user's is kept. */
    static void add(Path data) throws IOException {
        var file = data.resolve("postgresql.conf");
        if (Files.exists(file) && !SETTING.matcher(Files.readString(file)).find()) {
            Files.writeString(file, SETTINGS, StandardOpenOption.APPEND);
        }
    }
}
