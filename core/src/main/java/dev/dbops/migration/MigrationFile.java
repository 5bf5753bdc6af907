package dev.dbops.migration;

import dev.dbops.InputFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * An SQL file that applies a migration, or undoes one.
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
        return read(path, shown, name, text -> Optional.of(MigrationSection.up(shown, text)))
                .orElseThrow();
    }

    /**
     * Reads the down section of the file; empty when it has none.
     *
     * @param shown the file as the user would name it, for messages
     */
    static Optional<MigrationFile> readDown(Path path, String shown, MigrationName name) {
        return read(path, shown, name, text -> MigrationSection.down(shown, text));
    }

    private static Optional<MigrationFile> read(
            Path path, String shown, MigrationName name, Function<String, Optional<MigrationSection>> sections) {
        try (var source = InputFile.ofFile(path, shown)) {
            var text = new String(source.bytes(), StandardCharsets.UTF_8);
            var section = sections.apply(text);
            if (section.isEmpty()) {
                return Optional.empty();
            }
            // bytes that are not valid UTF-8 stay as they are, so that the script engine can report their position
            var script = section.get().text().equals(text)
                    ? InputFile.ofFile(path, shown)
                    : source.withText(section.get().text().getBytes(StandardCharsets.UTF_8));
            var file = path.getFileName().toString();
            return Optional.of(new MigrationFile(
                    file, name, script, checksum(source), section.get().inTransaction()));
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
