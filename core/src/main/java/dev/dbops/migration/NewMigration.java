package dev.dbops.migration;

import dev.dbops.FileFailure;
import dev.dbops.FileReplacement;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The file of a new migration. */
public final class NewMigration {
    private static final DateTimeFormatter VERSION = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

    private static final String TEMPLATE = """
        -- %s
        --
        -- The statements of this file are one transaction. What cannot run in one (CREATE INDEX CONCURRENTLY) goes into
        -- a file of its own, whose first line is: -- migrate:up transaction:false

        """;

    private static final String TEMPLATE_WITH_WAY_BACK = """
        -- %s
        -- migrate:up

        -- migrate:down

        """;

    private NewMigration() {}

    /**
     * A name that sorts after the existing names: the time in UTC, and the words.
     *
     * @param words a description of the migration
     * @param directory the directory of the migration; it need not exist
     * @throws OpsException of kind USAGE when the words do not form a valid name
     */
    public static String fileName(String words, Path directory) {
        var name = words.strip().replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("^_|_$", "");
        if (name.isEmpty() || name.length() > 150) {
            throw new OpsException(
                    Kind.USAGE,
                    words.isEmpty() ? "the migration has no name" : "\"%s\" is not a valid name".formatted(words),
                    "db-ops migrate-new add_bio");
        }
        var time = ZonedDateTime.now(ZoneOffset.UTC);
        while (isTaken(VERSION.format(time), directory)) {
            time = time.plusSeconds(1);
        }
        return VERSION.format(time) + "_" + name.toLowerCase(Locale.ROOT) + ".sql";
    }

    private static boolean isTaken(String version, Path directory) {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (var files = Files.newDirectoryStream(directory, version + "_*")) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            throw unwritable(directory, e);
        }
    }

    /**
     * Writes the file, and its directory when that is missing.
     *
     * @param words a description of the migration
     * @param withDown whether it has a section for the statements that undo it
     */
    public static void write(Path file, String words, boolean withDown) {
        try {
            Files.createDirectories(file.getParent());
            var template = withDown ? TEMPLATE_WITH_WAY_BACK : TEMPLATE;
            var text = template.formatted(words.strip().replaceAll("\\R", " "));
            FileReplacement.create(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static OpsException unwritable(Path file, IOException e) {
        return FileFailure.writing(file.toString(), e).withHint("name a directory with --dir");
    }
}
