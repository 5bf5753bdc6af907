package dev.dbops.target;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What the machine says about the target: its variables, and where its password, service and certificate files
 * lie.
 *
 * <p>Passed in rather than read from the process, so that a {@code .env} file can add to the environment and a test can
 * replace it.
 *
 * @param variables the environment variables, those of the environment file among them
 * @param fromFile the names of the variables that the environment file gave
 * @param file what to call the environment file, such as {@code .env}; empty when there is none
 * @param home the directory of {@code .pgpass} and {@code .pg_service.conf}
 * @param directory the working directory, against which file names are resolved
 * @param certificates the directory of the certificate authorities that db-ops brings along
 * @param systemUser the name of the operating system's user, which is the last resort for the role
 */
public record TargetEnvironment(
        Map<String, String> variables,
        Set<String> fromFile,
        String file,
        Path home,
        Path directory,
        Path certificates,
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

    /** The environment file that gave the variable; empty when the real environment did. */
    String fileOf(String name) {
        return fromFile.contains(name) ? file : "";
    }

    /** The variable as a person finds it: {@code DATABASE_URL}, or {@code DATABASE_URL in .env}. */
    String describe(String name) {
        return fromFile.contains(name) ? name + " in " + file : name;
    }

    /** Leaves the variables out: any of them may hold a password. */
    @Override
    public String toString() {
        return "TargetEnvironment[" + variables.size() + " variables, home=" + home + ", directory=" + directory + "]";
    }
}
