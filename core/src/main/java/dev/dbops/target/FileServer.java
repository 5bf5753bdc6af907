package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.Map;

/**
 * Restricts what the server that an environment file names may get. Another person may have written the file, so this
 * server gets no secret that the user keeps for another server: no password from a line for all hosts, no password of a
 * host name when the file sets the address, and no file of the user that the file chooses.
 */
final class FileServer {
    static final String ADDRESS_OF_ITS_OWN =
            "the password file is not used: %s sets the host's address itself (hostaddr)";
    static final String NO_WILDCARD =
            "the line for all hosts in the password file %s is not used: the server is named in %s";

    static final String WAY_OF_ITS_OWN = "the password file is not used: %s sets the way to the host (via), and only"
            + " sslmode=verify-full would prove which server is at its end";

    /** The parameters that name a file with a secret, or a section of one. A file of authorities is not a secret. */
    private static final List<String> FILES_OF_USER = List.of("passfile", "service", "sslcert", "sslkey");

    private FileServer() {}

    /**
     * Refuses a URL of an environment file that names files of the user.
     *
     * @param settings the settings of the URL alone
     */
    static void refuseFilesOfUser(ConnectionSettings settings) {
        for (var name : FILES_OF_USER) {
            if (settings.has(name)) {
                throw new OpsException(
                        Kind.USAGE,
                        "\"%s\" in %s cannot be used: a file of variables may not choose your files"
                                .formatted(name, UrlReader.SOURCE),
                        "set %s in the environment, or the whole URL".formatted(ConnectionParameters.variableOf(name)));
            }
        }
    }

    /** Returns whether the file names the server, and the server is on another machine. */
    static boolean isForeign(Origin origin, HostPort address, ConnectionSettings settings) {
        return origin.isFile() && (settings.has(ConnectionTarget.VIA) || !address.isThisMachine());
    }

    /**
     * Returns whether an environment file sets the way to the server, and the server does not have to prove its name.
     * The machine that the file names can then lead to any server.
     *
     * @param settings all settings of the target
     * @param parameters the driver's parameters of it
     */
    static boolean leadsAnywhere(Origin origin, ConnectionSettings settings, Map<String, String> parameters) {
        if (!origin.isFile() || !isOfUrl(settings, ConnectionTarget.VIA)) {
            return false;
        }
        var authorityOfFile =
                isOfUrl(settings, "sslrootcert") && !settings.get("sslrootcert").equals(TlsPolicy.SYSTEM);
        return authorityOfFile || !"verify-full".equals(parameters.get("sslmode"));
    }

    private static boolean isOfUrl(ConnectionSettings settings, String name) {
        return settings.has(name) && settings.sourceOf(name).equals(UrlReader.SOURCE);
    }
}
