package dev.dbops.migration;

import dev.dbops.InputFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * One migration: an SQL file.
 *
 * @param file its name without directories, which the history remembers
 * @param name the parts of that name
 * @param script the part that is run
 * @param checksum of the whole file, as Flyway computes it
 * @param inTransaction whether its statements run in one transaction
 */
public record MigrationFile(String file, MigrationName name, InputFile script, int checksum, boolean inTransaction) {
    /**
     * Reads the file.
     *
     * @param shown the file as the user would name it, for messages
     */
    static MigrationFile read(Path path, String shown, MigrationName name) {
        try (var source = InputFile.ofFile(path, shown)) {
            var text = new String(source.bytes(), StandardCharsets.UTF_8);
            var up = UpSection.of(shown, text);
            // bytes that are not valid UTF-8 stay as they are, so that the script engine can report their position
            var script = up.text().equals(text)
                    ? InputFile.ofFile(path, shown)
                    : source.withText(up.text().getBytes(StandardCharsets.UTF_8));
            return new MigrationFile(path.getFileName().toString(), name, script, checksum(source), up.inTransaction());
        } catch (IOException e) {
            throw new IllegalStateException("a file that is held in memory can be read again", e);
        }
    }

    /**
     * The CRC-32 of the lines without their ends: a change of line ends does not count as a change of the migration.
     */
    private static int checksum(InputFile source) throws IOException {
        var sum = new CRC32();
        try (var lines = new BufferedReader(new InputStreamReader(source.open(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                sum.update(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        return (int) sum.getValue();
    }

    /** The version that determines its order; empty for a repeatable one. */
    public Optional<String> version() {
        return name.version();
    }
}
