package dev.dbops.local;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The programs of Node.js on this machine.
 *
 * @param node the JavaScript engine, if there is one
 * @param npm its package manager, if there is one
 * @param variables the environment of npm, whose settings may be there: a proxy, a registry
 */
public record NodePrograms(Optional<Path> node, Optional<Path> npm, Map<String, String> variables) {
    /**
     * Returns the path of node.
     *
     * @throws OpsException of kind FAILED when it is not installed
     */
    Path requireNode() {
        return require(node, "node");
    }

    /**
     * Returns the path of npm.
     *
     * @throws OpsException of kind FAILED when it is not installed
     */
    Path requireNpm() {
        return require(npm, "npm");
    }

    private static Path require(Optional<Path> program, String name) {
        return program.orElseThrow(() -> new OpsException(
                Kind.FAILED,
                "%s is not on the PATH; the local DynamoDB is dynalite, a program for Node.js".formatted(name),
                "install Node.js %d or newer with npm; or %s"
                        .formatted(Dynalite.LEAST_NODE, Dynalite.ANOTHER_EMULATOR)));
    }
}
