package dev.dbops.target;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Surroundings for the tests of this package: nothing of the real machine gets in. */
final class TestSurroundings {
    /** Nobody's home, so there are neither password nor service files. */
    static final Path NOWHERE = Path.of("/nonexistent/home");

    private TestSurroundings() {}

    static Surroundings empty() {
        return with(Map.of());
    }

    static Surroundings with(Map<String, String> variables) {
        return with(variables, NOWHERE);
    }

    static Surroundings with(Map<String, String> variables, Path home) {
        return new Surroundings(variables, Set.of(), "", home, home, home, "bayko");
    }
}
