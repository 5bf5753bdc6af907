package dev.dbops.target;

import dev.dbops.tunnel.Tunnel;
import dev.dbops.tunnel.TunnelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Passes a target to another program that uses libpq. It uses environment variables, because every user can see a
 * program's arguments in the process list, while only a process's own user can read its environment.
 *
 * <p>This is the reverse of {@link LibpqVariables}. An older libpq ignores variables that it does not know.
 */
public final class LibpqEnvironment {
    private static final String SYSTEM_ROOT = "system";

    private final ConnectionTarget target;

    /**
     * @param target a target whose role and password are known, see {@link ConnectionTarget#loggedIn()}
     */
    public LibpqEnvironment(ConnectionTarget target) {
        this.target = target;
    }

    /**
     * A value that an older libpq refuses, or silently ignores.
     *
     * @param setting such as {@code target_session_attrs=standby}
     * @param version the first major version of PostgreSQL whose libpq knows it
     */
    public record Requirement(String setting, int version) {}

    /**
     * The environment of a program that is to connect to the target and nowhere else.
     *
     * @param surroundings the environment without the target; its settings of other targets are left out
     * @throws dev.dbops.OpsException when the target's tunnel cannot be opened
     */
    public Map<String, String> over(Map<String, String> targetEnvironment) {
        var variables = new HashMap<>(targetEnvironment);
        for (var keyword : ConnectionParameters.keywords()) {
            if (keyword.use() == LibpqKeyword.Use.TARGET || keyword.goesToDriver()) {
                variables.remove(keyword.variable());
            }
        }
        variables.remove("PGREQUIRESSL");
        variables.put("PGHOST", target.hosts().stream().map(HostPort::host).collect(Collectors.joining(",")));
        variables.put(
                "PGPORT",
                target.hosts().stream()
                        .map(host -> Integer.toString(host.port()))
                        .collect(Collectors.joining(",")));
        variables.put("PGDATABASE", target.database());
        variables.put("PGUSER", target.user());
        target.password().ifPresent(password -> variables.put("PGPASSWORD", password.value()));
        variables.put("PGCONNECT_TIMEOUT", ConnectionTarget.DEFAULT_CONNECT_TIMEOUT_SECONDS);
        value("fallback_application_name").ifPresent(name -> variables.put("PGAPPNAME", name));
        for (var keyword : ConnectionParameters.keywords()) {
            var value = value(keyword.name());
            if (value.isPresent() && !keyword.variable().isEmpty()) {
                variables.put(keyword.variable(), value.get());
            }
        }
        if (target.tunnel().isPresent()) {
            lead(variables, target.tunnel().get());
        }
        return variables;
    }

    /** The host's name stays, so that the program compares the server's certificate with it. */
    private static void lead(Map<String, String> variables, Tunnel tunnel) {
        try {
            variables.put("PGPORT", Integer.toString(tunnel.port()));
            variables.put("PGHOSTADDR", "127.0.0.1");
        } catch (TunnelException e) {
            throw e.report();
        }
    }

    /**
     * Like {@link #connectionString()}, with the limits by which db-ops itself detects a dead server, unless the target
     * sets others; for a program that runs unattended.
     */
    public String connectionStringWithLimits() {
        var limited = new HashMap<>(DeadServerLimits.parameters());
        limited.putAll(target.parameters());
        return connectionString(limited);
    }

    /**
     * The settings that have no variable, as a connection string. They are numbers, so the string has no secret. Empty
     * when there are none.
     */
    public String connectionString() {
        return connectionString(target.parameters());
    }

    private static String connectionString(Map<String, String> parameters) {
        return ConnectionParameters.keywords().stream()
                .filter(LibpqEnvironment::isArgument)
                .filter(keyword -> parameters.containsKey(keyword.name()))
                .map(keyword -> keyword.name() + "=" + parameters.get(keyword.name()))
                .collect(Collectors.joining(" "));
    }

    /** The names of the settings that cannot be passed on: the driver's own, and the passphrase of a key. */
    public List<String> leftOut() {
        var names = new TreeSet<>(target.parameters().keySet());
        names.remove("fallback_application_name");
        names.remove(ConnectionTarget.VIA);
        for (var keyword : ConnectionParameters.keywords()) {
            if (!keyword.variable().isEmpty() || isArgument(keyword)) {
                names.remove(keyword.name());
            }
        }
        return List.copyOf(names);
    }

    private static boolean isArgument(LibpqKeyword keyword) {
        return keyword.variable().isEmpty() && keyword.use() == LibpqKeyword.Use.WHOLE_NUMBER;
    }

    /**
     * The settings that not every libpq supports, the newest first, by the libpq section of that version's release
     * notes.
     */
    public List<Requirement> requirements() {
        var requirements = new ArrayList<Requirement>();
        value("require_auth").ifPresent(value -> requirements.add(new Requirement("require_auth=" + value, 16)));
        value("sslrootcert")
                .filter(SYSTEM_ROOT::equals)
                .ifPresent(value -> requirements.add(new Requirement("sslrootcert=" + value, 16)));
        value("sslcertmode").ifPresent(value -> requirements.add(new Requirement("sslcertmode=" + value, 16)));
        value("sslcrldir").ifPresent(_ -> requirements.add(new Requirement("sslcrldir", 14)));
        value("sslsni").ifPresent(value -> requirements.add(new Requirement("sslsni=" + value, 14)));
        value("target_session_attrs")
                .filter(value -> !value.equals("any") && !value.equals("read-write"))
                .ifPresent(value -> requirements.add(new Requirement("target_session_attrs=" + value, 14)));
        value("channel_binding")
                .filter("require"::equals)
                .ifPresent(value -> requirements.add(new Requirement("channel_binding=" + value, 13)));
        return requirements;
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(target.parameters().get(name));
    }
}
