package dev.dbops.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The libraries that a server loads when it starts. Without them, some extensions can be created but not used. */
final class PreloadedLibraries {
    /** Statements such as ALTER ROLE are not counted: their text, with its password, would be written to a file. */
    private static final String SETTINGS = """
        shared_preload_libraries = 'pg_stat_statements'
        pg_stat_statements.track_utility = off
        """;

    /** The equals sign is optional in the file, and the case of the name does not matter. */
    private static final Pattern SETTING = Pattern.compile("(?im)^\\s*shared_preload_libraries\\b");

    private PreloadedLibraries() {}

    /**
     * Adds the settings to a data directory, which may be of an earlier version. They are at the front of the file: the
     * last setting counts, so one in a file that it includes or in postgresql.auto.conf is kept.
     */
    static void add(Path data, Account account) throws IOException {
        var file = data.resolve("postgresql.conf");
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return; // a link leads to a file that the user maintains elsewhere
        }
        // each byte is a character, and stays that byte: the file need not be UTF-8
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!SETTING.matcher(text).find()) {
            SmallFile.write(file, (SETTINGS + text).getBytes(StandardCharsets.ISO_8859_1), account);
        }
    }
}
