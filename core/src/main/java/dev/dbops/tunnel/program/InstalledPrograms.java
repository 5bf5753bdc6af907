package dev.dbops.tunnel.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The programs on the PATH. */
final class InstalledPrograms {
    private InstalledPrograms() {}

    /** Returns whether a shell with these variables finds the program. */
    static boolean has(String program, Map<String, String> variables) {
        for (var directory : variables.getOrDefault("PATH", "").split(":")) {
            var file = Path.of(directory, program);
            if (Files.isExecutable(file) && Files.isRegularFile(file)) {
                return true;
            }
        }
        return false;
    }
}
