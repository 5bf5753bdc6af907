package dev.dbops.cli.completion;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fails with the name of the shell that is missing, instead of leaving a test out. */
final class Programs {
    private Programs() {}

    static void require(String program, String debianPackage) {
        for (var directory : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return;
            }
        }
        throw missing(program, debianPackage);
    }

    static AssertionError missing(String program, String debianPackage) {
        return new AssertionError("completions are tested in real shells, and " + program
                + " is not installed: run ./verify, which installs it, or apt-get install " + debianPackage);
    }
}
