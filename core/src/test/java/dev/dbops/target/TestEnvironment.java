package dev.dbops.target;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The environment for the tests of this package: nothing of the real machine is visible. */
final class TestEnvironment {
    /** A home directory without password and service files. */
    static final Path NOWHERE = Path.of("/nonexistent/home");

    /** A machine without a server at the default Unix-domain socket. */
    static final SocketDirectories NO_SOCKETS = new SocketDirectories(List.of());

    private TestEnvironment() {}

    static TargetEnvironment empty() {
        return with(Map.of());
    }

    static TargetEnvironment with(Map<String, String> variables) {
        return with(variables, NOWHERE);
    }

    static TargetEnvironment with(Map<String, String> variables, Path home) {
        return new TargetEnvironment(variables, Set.of(), "", home, home, home, NO_SOCKETS, "bayko");
    }
}
