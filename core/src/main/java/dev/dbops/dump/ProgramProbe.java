package dev.dbops.dump;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The answer of a file that may be a client program of PostgreSQL.
 *
 * @param file the file
 * @param program empty when it reports no version, so that it is another program or cannot be run
 * @param missingLibrary the message of the system's loader that names a missing library; else empty
 */
record ProgramProbe(Path file, Optional<ClientProgram> program, Optional<String> missingLibrary) {
    /** Matches "pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)" or "... 18beta1", for example. */
    private static final Pattern VERSION = Pattern.compile("(pg_\\w+) \\(PostgreSQL\\) ((\\d+)\\S*)");

    private static final Pattern LOADER = Pattern.compile("error while loading shared libraries: (\\S+):");

    /**
     * Asks the file for its version.
     *
     * @param name the name of the program, such as pg_dump
     */
    static ProgramProbe of(Path file, String name) {
        try {
            var process = new ProcessBuilder(file.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            var answer = process.inputReader().readAllAsString();
            process.waitFor();
            return of(file, name, answer);
        } catch (IOException _) {
            return new ProgramProbe(file, Optional.empty(), Optional.empty()); // built for another kind of machine
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted while looking for " + name, null, e);
        }
    }

    private static ProgramProbe of(Path file, String name, String answer) {
        var version = VERSION.matcher(answer);
        var program = version.lookingAt() && version.group(1).equals(name)
                ? Optional.of(new ClientProgram(file, version.group(2), Integer.parseInt(version.group(3))))
                : Optional.<ClientProgram>empty();
        var loader = LOADER.matcher(answer);
        return new ProgramProbe(file, program, loader.find() ? Optional.of(loader.group(1)) : Optional.empty());
    }

    /** The version, or the library without which the program cannot be run. */
    Optional<String> description() {
        return program.map(found -> "%s (%s)".formatted(found.version(), file))
                .or(() -> missingLibrary.map(library -> "%s, which cannot run without %s".formatted(file, library)));
    }
}
