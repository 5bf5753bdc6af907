package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.target.endpoint.RedshiftEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds a target from settings: fills in libpq's defaults and refuses settings that conflict. */
final class TargetAssembly {
    private final ConnectionSettings settings;
    private final TargetEnvironment targetEnvironment;
    private final Origin origin;
    private final List<String> notes;

    /**
     * @param origin the source that names the server
     * @param notes the notes so far
     */
    TargetAssembly(
            ConnectionSettings settings, TargetEnvironment targetEnvironment, Origin origin, List<String> notes) {
        this.settings = settings;
        this.targetEnvironment = targetEnvironment;
        this.origin = origin;
        this.notes = new ArrayList<>(notes);
    }

    Resolution.Remote assemble() {
        var database = settings.get("dbname");
        if (database.isEmpty()) {
            throw noDatabase(origin);
        }
        var hosts = ServerAddresses.of(settings, targetEnvironment.sockets());
        var source = new PasswordSource(settings);
        var dataApi = settings.get(ConnectionTarget.DATA_API).equals("true") && !isRedshift(hosts);
        var user = (source.isSecret() || dataApi) && !settings.has("user") ? "" : user();
        var parameters = settings.driverParameters();
        if (isSystemRootWithoutMode()) {
            // libpq's default changes too: the system's authorities issue certificates for any server
            parameters.put("sslmode", "verify-full");
        }
        if (settings.has("host") && settings.has("hostaddr")) {
            parameters.put("hostaddr", settings.get("hostaddr"));
        }
        if (isRedshift(hosts)) {
            verifyRedshift(parameters);
        } else if (source.isToken()) {
            RdsCertificates.completeForToken(parameters, hosts, targetEnvironment.certificates());
        } else {
            RdsCertificates.complete(parameters, hosts, targetEnvironment.certificates());
        }
        source.check(hosts, origin, parameters);
        Optional<Password> password = source.isOutside() || dataApi
                ? Optional.empty()
                : password(hosts, database, user, FileServer.leadsAnywhere(origin, settings, parameters));
        new TlsFiles(parameters, targetEnvironment).complete();
        refuseWeakMode(parameters.getOrDefault("sslmode", ""));
        refuseEmptyRange();
        refuseUnnamedHost(parameters.getOrDefault("sslmode", ""));
        return new Resolution.Remote(new ConnectionTarget(hosts, database, user, password, parameters, origin), notes);
    }

    private static OpsException noDatabase(Origin origin) {
        return origin instanceof Origin.LibpqVariables
                ? new OpsException(
                        Kind.USAGE,
                        LibpqVariables.SOURCE + " do not name a database",
                        "set PGDATABASE to the database's name")
                : new OpsException(
                        Kind.USAGE,
                        UrlReader.SOURCE + " does not name a database",
                        "add /NAME after the host and port, as in postgresql://HOST:5432/NAME");
    }

    private String user() {
        var user = settings.has("user") ? settings.get("user") : targetEnvironment.systemUser();
        if (user.isEmpty()) {
            throw new OpsException(Kind.USAGE, "there is no user name to connect with", "set PGUSER");
        }
        return user;
    }

    private Optional<Password> password(List<HostPort> hosts, String database, String user, boolean leadsAnywhere) {
        if (settings.has("password")) {
            return Optional.of(new Password(settings.get("password")));
        }
        if (origin.isFile() && settings.has("host") && settings.has("hostaddr")) {
            notes.add(FileServer.ADDRESS_OF_ITS_OWN.formatted(origin.file()));
            return Optional.empty();
        }
        if (leadsAnywhere) {
            notes.add(FileServer.WAY_OF_ITS_OWN.formatted(origin.file()));
            return Optional.empty();
        }
        var path = passwordFile();
        var file = PasswordFile.open(path, notes);
        Optional<Password> password = Optional.empty();
        for (var address : hosts) {
            var name = nameInPasswordFile(address);
            var found = file.find(name, database, user, !FileServer.isForeign(origin, address, settings));
            if (found.isEmpty() && file.find(name, database, user).isPresent()) {
                notes.add(FileServer.NO_WILDCARD.formatted(path, origin.file()));
            }
            if (password.isEmpty()) {
                password = found;
            } else if (found.isPresent() && !found.equals(password)) {
                notes.add("the password file " + path + " has several passwords for the hosts of this target:"
                        + " the first is used for all");
                break;
            }
        }
        return password;
    }

    /** The default Unix-domain socket is called localhost there. */
    private HostPort nameInPasswordFile(HostPort address) {
        return address.isSocket() && targetEnvironment.sockets().contains(address.host())
                ? new HostPort("localhost", address.port())
                : address;
    }

    private Path passwordFile() {
        if (!settings.has("passfile")) {
            return targetEnvironment.home().resolve(".pgpass");
        }
        var path = targetEnvironment.directory().resolve(settings.get("passfile"));
        if (!Files.exists(path)) {
            notes.add("the password file " + path + " does not exist (from " + settings.sourceOf("passfile") + ")");
        }
        return path;
    }

    private boolean isRedshift(List<HostPort> hosts) {
        return settings.has(ConnectionTarget.REDSHIFT)
                || hosts.stream().allMatch(address -> RedshiftEndpoint.isRedshift(address.host()));
    }

    /** Its certificates are from Amazon's public authority ("Configuring security options", Redshift management guide). */
    private static void verifyRedshift(Map<String, String> parameters) {
        parameters.putIfAbsent("sslmode", "verify-full");
        if (parameters.get("sslmode").startsWith("verify-")) {
            parameters.putIfAbsent("sslrootcert", TlsPolicy.SYSTEM);
        }
    }

    private boolean isSystemRootWithoutMode() {
        return settings.get("sslrootcert").equals("system") && !settings.has("sslmode");
    }

    /** Refuses the combinations that libpq refuses, because they only look safe. */
    private void refuseWeakMode(String mode) {
        if (settings.get("sslrootcert").equals("system") && settings.has("sslmode") && !mode.equals("verify-full")) {
            throw new OpsException(
                    Kind.USAGE,
                    "sslrootcert=system needs sslmode=verify-full, but " + settings.sourceOf("sslmode") + " says "
                            + mode,
                    "set sslmode=verify-full");
        }
        if (settings.get("sslnegotiation").equals("direct") && !demandsTls(mode)) {
            throw new OpsException(
                    Kind.USAGE,
                    "sslnegotiation=direct needs an sslmode that requires TLS",
                    "set sslmode=verify-full, verify-ca or require");
        }
    }

    /** As in libpq, a certificate is not compared with the address in hostaddr. */
    private void refuseUnnamedHost(String mode) {
        if (mode.equals("verify-full") && settings.has("hostaddr") && !settings.has("host")) {
            throw new OpsException(
                    Kind.USAGE,
                    "sslmode=verify-full needs the name of the host, but " + settings.sourceOf("hostaddr")
                            + " has only its address",
                    "add the name that the certificate is for, as host=NAME");
        }
    }

    /** libpq refuses it too; TLS 1.3 is the newest version. */
    private void refuseEmptyRange() {
        if (settings.get("ssl_min_protocol_version").equalsIgnoreCase("TLSv1.3")
                && settings.get("ssl_max_protocol_version").equalsIgnoreCase("TLSv1.2")) {
            throw new OpsException(
                    Kind.USAGE,
                    "ssl_min_protocol_version is above ssl_max_protocol_version",
                    "remove one of them, or set both to the same version");
        }
    }

    private static boolean demandsTls(String mode) {
        return switch (mode) {
            case "require", "verify-ca", "verify-full" -> true;
            default -> false;
        };
    }
}
