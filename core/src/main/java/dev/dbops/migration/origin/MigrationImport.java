package dev.dbops.migration.origin;

import dev.dbops.FileFailure;
import dev.dbops.FileReplacement;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.migration.MigrationDirectory;
import dev.dbops.migration.MigrationFile;
import dev.dbops.postgres.Database;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The change from another migration tool: SQL files of Python files, and the migrations that are applied. */
public final class MigrationImport {
    private final MigrationDirectory directory;
    private final List<PythonFile> python;

    /**
     * @param directory has the files of the other tool
     * @throws OpsException of kind USAGE when it cannot be read
     */
    public MigrationImport(MigrationDirectory directory) {
        this.directory = directory;
        try (var files = Files.list(directory.path())) {
            python = files.map(file -> PythonFile.of(file.getFileName().toString()))
                    .flatMap(Optional::stream)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw FileFailure.reading(directory.name(), e);
        }
    }

    /**
     * Makes an SQL file of each Python file that has none yet.
     *
     * @param dryRun whether to read the Python files only
     * @return the names of the new files
     * @throws OpsException of kind USAGE when the SQL of a file is not a constant; then nothing is written
     */
    public List<String> convert(boolean dryRun) {
        var missing = python.stream()
                .filter(file -> !Files.exists(directory.path().resolve(file.sqlFile())))
                .toList();
        var texts = missing.stream()
                .map(file -> file.toSql(directory.path(), directory.name() + "/" + file.file()))
                .toList();
        for (var i = 0; i < missing.size() && !dryRun; i++) {
            write(missing.get(i).sqlFile(), texts.get(i));
        }
        return missing.stream().map(PythonFile::sqlFile).toList();
    }

    private void write(String file, String text) {
        try {
            FileReplacement.create(
                    directory.path().resolve(file), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw FileFailure.writing(directory.name() + "/" + file, e);
        }
    }

    /**
     * Returns the names of the SQL files that the other tool has applied: none where there are Python files, and no
     * history yet.
     *
     * @throws OpsException of kind FAILED when that is not clear, or a file is missing
     */
    public Set<String> applied(Database database, Optional<OriginHistory> found) {
        if (found.isEmpty() && !python.isEmpty()) {
            return Set.of();
        }
        var history = found.orElseThrow(() -> new OpsException(
                Kind.FAILED,
                "the database has no history that db-ops can import: no table schema_migrations or schema_information",
                "is it the right database? Without a history: db-ops migrate --baseline VERSION"));
        var versions = history.versions(database);
        return switch (history.tool()) {
            case PYTHON -> appliedPython(versions);
            case DBMATE -> appliedEach(versions, history);
            case GOLANG_MIGRATE -> appliedUpTo(versions);
        };
    }

    private Set<String> appliedPython(List<String> versions) {
        var last = versions.isEmpty() ? "0" : number(versions.getFirst());
        return python.stream()
                .filter(file -> file.isApplied(last))
                .map(PythonFile::sqlFile)
                .collect(Collectors.toSet());
    }

    private static String number(String text) {
        if (!text.matches("\\d{1,50}")) {
            throw new OpsException(
                    Kind.FAILED,
                    "the last migration that was applied is not a number: \"%s\"".formatted(text),
                    "correct last_successful_run: it is the number of a file");
        }
        return text;
    }

    private Set<String> appliedEach(List<String> versions, OriginHistory history) {
        var unknown = new HashSet<>(versions);
        var files = directory.read().stream()
                .filter(file -> file.version().filter(unknown::remove).isPresent())
                .map(MigrationFile::file)
                .collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            throw new OpsException(
                    Kind.FAILED,
                    "version %s is applied, by %s, but there is no such file"
                            .formatted(unknown.stream().sorted().findFirst().orElseThrow(), history.table()),
                    "restore the file: is the checkout up to date, and --dir right?");
        }
        return files;
    }

    private Set<String> appliedUpTo(List<String> versions) {
        if (versions.isEmpty()) {
            return Set.of();
        }
        var last = new BigInteger(versions.getFirst());
        return directory.read().stream()
                .filter(file -> file.version()
                        .filter(version -> version.matches("\\d+"))
                        .filter(version -> new BigInteger(version).compareTo(last) <= 0)
                        .isPresent())
                .map(MigrationFile::file)
                .collect(Collectors.toSet());
    }
}
