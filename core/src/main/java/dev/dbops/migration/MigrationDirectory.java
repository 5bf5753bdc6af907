package dev.dbops.migration;

import dev.dbops.FileFailure;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.api.MigrationVersion;

/**
 * The directory of the migrations.
 *
 * @param path where it is
 * @param name as the user gave it, for messages
 */
public record MigrationDirectory(Path path, String name) {
    /**
     * Reads all migrations.
     *
     * @throws OpsException of kind USAGE when there is no such directory, a file's name is not that of a migration, or two
     *     have the same version
     */
    public List<MigrationFile> read() {
        if (!Files.isDirectory(path)) {
            throw new OpsException(
                    Kind.USAGE,
                    "there is no directory " + name,
                    "make the first migration with db-ops migrate-new NAME, or name the directory with --dir");
        }
        var files = new ArrayList<MigrationFile>();
        var places = new HashMap<String, String>();
        for (var file : list()) {
            var shown = name + "/" + file;
            var parsed = MigrationName.parse(file)
                    .orElseThrow(() -> new OpsException(
                            Kind.USAGE,
                            shown + " is not named as a migration",
                            "name it like " + MigrationName.FORMS + ", or move it elsewhere"));
            var place = parsed.version()
                    .map(version -> "the version " + MigrationVersion.fromVersion(version))
                    .orElse("the name \"%s\"".formatted(parsed.description()));
            var other = places.put(place, shown);
            if (other != null) {
                throw new OpsException(
                        Kind.USAGE,
                        "two migrations have %s: %s and %s".formatted(place, other, shown),
                        "rename the one that is not applied yet");
            }
            files.add(MigrationFile.read(path.resolve(file), shown, parsed));
        }
        return List.copyOf(files);
    }

    /** The names of its SQL files without those that undo a migration, sorted. */
    private List<String> list() {
        try (var found = Files.list(path)) {
            return found.map(file -> file.getFileName().toString())
                    .filter(file -> file.toLowerCase(Locale.ROOT).endsWith(".sql") && !file.startsWith("."))
                    .filter(file -> !MigrationName.isDown(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw FileFailure.reading(name, e);
        }
    }
}
