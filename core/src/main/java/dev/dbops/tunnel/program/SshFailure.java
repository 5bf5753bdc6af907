package dev.dbops.tunnel.program;

import dev.dbops.target.HostPort;
import dev.dbops.tunnel.TunnelException;
import dev.dbops.tunnel.Via;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Explains ssh's messages in db-ops' terms. They are the same in all languages, except for the system's own messages,
 * and ssh runs with those in English.
 *
 * @param via the host that ssh logs in to
 * @param destination the database
 */
record SshFailure(Via.Ssh via, HostPort destination) {
    private static final Pattern UNKNOWN_HOST = Pattern.compile("Could not resolve hostname (\\S+): (.*)");
    private static final Pattern NO_CONNECTION =
            Pattern.compile("connect to (?:host|address) (\\S+) port (\\d+): (.*)");
    private static final Pattern DENIED = Pattern.compile(".*Permission denied.*|.*Too many authentication failures.*");
    private static final Pattern CLOSED = Pattern.compile(
            "(?:kex_exchange_identification: |banner exchange: |ssh_exchange_identification: )?(?:Connection (?:closed|"
                    + "reset|timed out|to \\S+ port).*|read: Connection reset.*|.*Broken pipe.*|Timeout, server .*)");
    private static final Pattern NOT_FORWARDED = Pattern.compile("channel \\d+: open failed: (.*)");

    /** The reason why ssh has ended. */
    TunnelException ended(List<String> lines) {
        for (var line : lines) {
            var found = hostKey(line, lines)
                    .or(() -> match(UNKNOWN_HOST, line).map(this::unknownHost))
                    .or(() -> match(NO_CONNECTION, line).map(this::noConnection))
                    .or(() -> match(DENIED, line).map(this::denied));
            if (found.isPresent()) {
                return found.get();
            }
        }
        var last = lines.isEmpty() ? "ssh gave no reason" : lines.getLast();
        return match(CLOSED, last).isPresent()
                ? TunnelException.temporary(
                        "the connection to %s was closed: %s".formatted(via.host(), last),
                        "try again; if the problem persists, check sshd's log on that machine")
                : TunnelException.lasting(
                        "ssh ended without a tunnel through %s: %s".formatted(via.host(), last), check());
    }

    private static Optional<Matcher> match(Pattern pattern, String line) {
        return Optional.of(pattern.matcher(line)).filter(Matcher::find);
    }

    private Optional<TunnelException> hostKey(String line, List<String> lines) {
        if (!line.contains("Host key verification failed")) {
            return Optional.empty();
        }
        var changed = lines.stream().anyMatch(each -> each.contains("IDENTIFICATION HAS CHANGED"));
        return Optional.of(
                changed
                        ? TunnelException.lasting(
                                "the host key of %s is not the one in known_hosts".formatted(via.host()),
                                "another machine may be answering in its place; if the machine was replaced, remove"
                                        + " the old key: ssh-keygen -R %s".formatted(known()))
                        : TunnelException.lasting(
                                "the host key of %s is not known".formatted(via.host()),
                                "log in once and compare the key: " + command()));
    }

    /** The name of the host in known_hosts. */
    private String known() {
        return via.port() == 0 || via.port() == 22 ? via.host() : "'[%s]:%d'".formatted(via.host(), via.port());
    }

    private TunnelException unknownHost(Matcher found) {
        return TunnelException.temporary(
                "the host \"%s\" in via is not known: %s".formatted(found.group(1), found.group(2)),
                "check via=%s, the Host entries in ~/.ssh/config, and the network".formatted(via));
    }

    private TunnelException noConnection(Matcher found) {
        var refused = found.group(3).contains("refused");
        return TunnelException.temporary(
                "cannot connect to %s, port %s: %s".formatted(found.group(1), found.group(2), found.group(3)),
                refused
                        ? "does sshd run there, and listen on that port? Another port: via=ssh:HOST:PORT"
                        : "is that machine running, and may it be reached from here?");
    }

    private TunnelException denied(Matcher found) {
        return TunnelException.lasting(
                "%s does not accept the login: %s".formatted(via.host(), found.group()),
                "check the user, and the keys in ssh-add -l; try " + command());
    }

    /** The reason why a connection was not forwarded, when one of the lines says it. */
    Optional<TunnelException> notForwarded(List<String> lines) {
        for (var line : lines) {
            var found = match(NOT_FORWARDED, line);
            if (found.isPresent()) {
                return found.map(match -> notForwarded(match.group(1)));
            }
        }
        return Optional.empty();
    }

    private TunnelException notForwarded(String reason) {
        if (reason.startsWith("administratively prohibited") || reason.startsWith("unknown channel type")) {
            return TunnelException.lasting(
                    "%s does not allow forwarding to %s".formatted(via.host(), destination),
                    "allow it there: AllowTcpForwarding and PermitOpen in sshd_config, permitopen in authorized_keys");
        }
        var cause = reason.replaceFirst("^connect failed: ", "");
        return TunnelException.temporary(
                "%s cannot connect to %s: %s".formatted(via.host(), destination, cause),
                cause.contains("refused")
                        ? "is the server running, and does it listen on that address and port?"
                        : cause.contains("not known") || cause.contains("name resolution")
                                ? "check the host name: it is resolved on %s".formatted(via.host())
                                : "does the database's security group or firewall allow connections from there?");
    }

    private String check() {
        return "check the login: " + command();
    }

    private String command() {
        return "ssh " + (via.port() == 0 ? "" : "-p " + via.port() + " ") + via.login();
    }
}
