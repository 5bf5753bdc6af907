package dev.dbops.target;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The files that TLS reads, with libpq's defaults in {@code ~/.postgresql} (PostgreSQL documentation, 34.19.5, "SSL
 * Client File Usage"). A relative name is resolved against the working directory.
 */
final class TlsFiles {
    private static final String[] NAMES = {"sslrootcert", "sslcrl", "sslcrldir", "sslcert", "sslkey"};

    private final Map<String, String> parameters;
    private final TargetEnvironment targetEnvironment;

    TlsFiles(Map<String, String> parameters, TargetEnvironment targetEnvironment) {
        this.parameters = parameters;
        this.targetEnvironment = targetEnvironment;
    }

    /** Sets the names of the default files that exist, and makes all names absolute. */
    void complete() {
        for (var name : NAMES) {
            parameters.computeIfPresent(name, (_, file) -> absolute(name, file));
        }
        if (parameters.getOrDefault("sslmode", "").equals("disable")) {
            return;
        }
        // an error about authorities that are missing names the file where they are looked for
        if (parameters.getOrDefault("sslmode", "").startsWith("verify-") || exists("root.crt")) {
            parameters.putIfAbsent("sslrootcert", file("root.crt"));
        }
        if (!parameters.containsKey("sslcrldir") && exists("root.crl")) {
            parameters.putIfAbsent("sslcrl", file("root.crl"));
        }
        if (exists("postgresql.crt")) {
            parameters.putIfAbsent("sslcert", file("postgresql.crt"));
        }
        if (parameters.containsKey("sslcert")) {
            parameters.putIfAbsent("sslkey", file("postgresql.key"));
        }
    }

    private String absolute(String name, String file) {
        return name.equals("sslrootcert") && file.equals(TlsPolicy.SYSTEM)
                ? file
                : targetEnvironment.directory().resolve(file).toAbsolutePath().toString();
    }

    private String file(String name) {
        return targetEnvironment.home().resolve(".postgresql").resolve(name).toString();
    }

    private boolean exists(String name) {
        return Files.exists(Path.of(file(name)));
    }
}
