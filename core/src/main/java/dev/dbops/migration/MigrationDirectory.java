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
import java.util.Optional;
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
            if (MigrationName.parseDown(file).isPresent()) {
                continue;
            }
            var shown = shown(file);
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

    /**
     * Finds what undoes a migration: a down section in its file, {@code NAME.down.sql} beside {@code NAME.up.sql}, or
     * Flyway's {@code U2__name.sql}.
     *
     * @return empty when there is none
     * @throws OpsException of kind USAGE when two files undo it
     */
    Optional<MigrationFile> down(MigrationFile migration) {
        var section = MigrationFile.readDown(path.resolve(migration.file()), shown(migration.file()), migration.name());
        var found = new ArrayList<>(section.stream().toList());
        for (var file : list()) {
            if (MigrationName.parseDown(file)
                    .filter(migration.name()::hasVersionOf)
                    .isPresent()) {
                found.add(MigrationFile.read(path.resolve(file), shown(file), migration.name()));
            }
        }
        if (found.size() > 1) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s and %s both undo %s"
                            .formatted(
                                    shown(found.get(0).file()),
                                    shown(found.get(1).file()),
                                    migration.file()),
                    "keep one of them");
        }
        return found.stream().findFirst();
    }

    private String shown(String file) {
        return name + "/" + file;
    }

    /** The names of its SQL files, sorted. */
    private List<String> list() {
        try (var found = Files.list(path)) {
            return found.map(file -> file.getFileName().toString())
                    .filter(file -> file.toLowerCase(Locale.ROOT).endsWith(".sql") && !file.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw FileFailure.reading(name, e);
        }
    }
}
