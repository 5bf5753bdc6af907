package dev.dbops.target;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The machine's settings for the target: its variables, and the locations of its password, service and certificate
 * files.
 *
 * <p>It is passed in and not read from the process, so that a {@code .env} file can add to the environment and a test
 * can replace it.
 *
 * @param variables the environment variables, including those of the environment file
 * @param fromFile the names of the variables that the environment file set
 * @param file the name of the environment file, such as {@code .env}; empty when there is none
 * @param home the directory of {@code .pgpass} and {@code .pg_service.conf}
 * @param directory the working directory, against which file names are resolved
 * @param certificates the directory of the certificate authorities that are delivered with db-ops
 * @param sockets the directories of the default Unix-domain sockets
 * @param systemUser the name of the operating system's user, which is the last resort for the role
 */
public record TargetEnvironment(
        Map<String, String> variables,
        Set<String> fromFile,
        String file,
        Path home,
        Path directory,
        Path certificates,
        SocketDirectories sockets,
        String systemUser) {

    public TargetEnvironment {
        variables = Map.copyOf(variables);
        fromFile = Set.copyOf(fromFile);
    }

    /** The variable's value; empty when it is not set, because an empty variable counts as unset everywhere. */
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    boolean has(String name) {
        return !variable(name).isEmpty();
    }

    /** The environment file that set the variable; empty when the real environment did. */
    String fileOf(String name) {
        return fromFile.contains(name) ? file : "";
    }

    /** The variable, and its file if it has one: {@code DATABASE_URL}, or {@code DATABASE_URL in .env}. */
    String describe(String name) {
        return fromFile.contains(name) ? name + " in " + file : name;
    }

    /** Leaves out the variables: any of them may contain a password. */
    @Override
    public String toString() {
        return "TargetEnvironment[" + variables.size() + " variables, home=" + home + ", directory=" + directory + "]";
    }
}
