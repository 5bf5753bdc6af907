package dev.dbops.target;

import dev.dbops.BoundedFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads one service of the connection service file (PostgreSQL documentation, 34.17).
 *
 * <p>The driver has a reader of its own, but that looks up the file in the environment and the system properties of the
 * process; this one takes both from {@link TargetEnvironment}.
 */
final class ServiceFile {
    private ServiceFile() {}

    /**
     * Adds the service's settings to those that have no value yet.
     *
     * <p>When PGSERVICEFILE is set, it is the only file; otherwise {@code ~/.pg_service.conf} comes before {@code
     * pg_service.conf} in PGSYSCONFDIR.
     */
    static void offer(String service, ConnectionSettings settings, TargetEnvironment targetEnvironment) {
        var own = targetEnvironment.home().resolve(".pg_service.conf");
        if (targetEnvironment.has("PGSERVICEFILE")) {
            own = targetEnvironment.directory().resolve(targetEnvironment.variable("PGSERVICEFILE"));
            if (!Files.exists(own)) {
                throw new OpsException(
                        Kind.USAGE,
                        "the service file " + own + " does not exist",
                        "set PGSERVICEFILE to a file that does, or unset it to use ~/.pg_service.conf");
            }
        }
        if (Files.exists(own) && offerFrom(own, service, settings)) {
            return;
        }
        if (targetEnvironment.has("PGSYSCONFDIR")) {
            var shared = targetEnvironment
                    .directory()
                    .resolve(targetEnvironment.variable("PGSYSCONFDIR"))
                    .resolve("pg_service.conf");
            if (Files.exists(shared) && offerFrom(shared, service, settings)) {
                return;
            }
        }
        throw new OpsException(
                Kind.USAGE,
                "the service \"" + service + "\" is not defined",
                "add a section [" + service + "] to " + own + ", or name another file in PGSERVICEFILE");
    }

    /** Returns whether the file defines the service. */
    private static boolean offerFrom(Path file, String service, ConnectionSettings settings) {
        var header = "[" + service + "]";
        boolean found = false;
        int number = 0;
        for (var raw : text(file).split("\n")) {
            number++;
            var line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                if (found) {
                    return true;
                }
                found = line.startsWith(header);
            } else if (found) {
                offerLine(line, "line " + number + " of " + file, settings);
            }
        }
        return found;
    }

    private static void offerLine(String line, String place, ConnectionSettings settings) {
        if (line.startsWith("ldap")) {
            throw new OpsException(
                    Kind.USAGE,
                    place + " asks for LDAP, which is not supported",
                    "write NAME=VALUE lines there instead");
        }
        int separator = line.indexOf('=');
        if (separator < 0) {
            throw new OpsException(
                    Kind.USAGE, place + " has no \"=\"", "write NAME=VALUE, without spaces around \"=\"");
        }
        var name = line.substring(0, separator);
        if (name.equals("service")) {
            throw new OpsException(Kind.USAGE, place + " names another service", "copy that service's lines instead");
        }
        settings.offer(name, line.substring(separator + 1), place);
    }

    private static String text(Path file) {
        try {
            return new String(BoundedFile.read(file), StandardCharsets.UTF_8);
        } catch (BoundedFile.TooLargeException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "the service file " + file + " is not read: " + e.getMessage(),
                    "check that it is the right file",
                    e);
        } catch (IOException e) {
            throw new OpsException(
                    Kind.USAGE, "the service file " + file + " cannot be read", "check its permissions", e);
        }
    }
}
