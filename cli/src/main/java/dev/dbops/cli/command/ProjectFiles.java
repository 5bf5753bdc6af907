package dev.dbops.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The places of a project's files that no option names. */
public final class ProjectFiles {
    /** The second is that of projects with a folder for each service, which run everything from their root. */
    private static final List<Path> DIRECTORIES = List.of(Path.of("db"), Path.of("backend-flask", "db"));

    private ProjectFiles() {}

    /** Returns the directory of that name in the first place that has it; in db where none has. */
    public static Path directory(Context context, String name) {
        return first(context, DIRECTORIES.stream().map(directory -> directory.resolve(name)));
    }

    /** Returns the file of that name in the first place that has it, the current directory before others; there where none has. */
    public static Path file(Context context, String name) {
        return first(
                context,
                Stream.concat(Stream.of(Path.of("")), DIRECTORIES.stream()).map(directory -> directory.resolve(name)));
    }

    private static Path first(Context context, Stream<Path> places) {
        var paths = places.toList();
        return paths.stream()
                .filter(path -> Files.exists(context.file(path)))
                .findFirst()
                .orElse(paths.getFirst());
    }
}
