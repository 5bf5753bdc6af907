package dev.dbops.tunnel.program;

import dev.dbops.target.HostPort;
import dev.dbops.tunnel.TunnelEnd;
import dev.dbops.tunnel.TunnelException;
import dev.dbops.tunnel.Via;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * OpenSSH's client, which forwards a Unix-domain socket to the database. Only this user can connect to a socket in a
 * private directory, and its file shows when the tunnel is open; with a port, another program might listen there first.
 */
final class SshProgram implements TunnelProgram {
    /**
     * Becomes ssh. Ctrl-C reaches all processes of the terminal, but the tunnel must last until db-ops has cancelled its
     * statement, so ssh ignores it. The process that waits for the end of the pipe then ends ssh.
     */
    private static final String SCRIPT = """
        exec 3<&0
        trap '' INT QUIT HUP
        { read -r _ || { kill -TERM $$; rm -f "$1"; rmdir "${1%/*}"; }; } <&3 >/dev/null 2>&1 &
        shift
        exec "$@" </dev/null 3<&-
        """;

    /** Options that win over the user's configuration: a tunnel runs no programs and uses no other ssh. */
    private static final List<String> FIXED_OPTIONS = List.of(
            "ControlMaster=no",
            "ControlPath=none",
            "PermitLocalCommand=no",
            "RemoteCommand=none",
            // the forwards of the configuration may be in use by another ssh
            "ExitOnForwardFailure=no",
            "StreamLocalBindMask=0177",
            "ServerAliveInterval=15",
            "ServerAliveCountMax=3",
            "LogLevel=INFO");

    private final Via.Ssh via;
    private final HostPort destination;
    private final Map<String, String> variables;
    private final Settings settings;
    private volatile Path directory;
    private boolean isSeen;

    /**
     * The settings of the login.
     *
     * @param mayAsk whether ssh may ask at the terminal, such as for a passphrase
     * @param connectSeconds the longest time to connect; 0 for the system's own limit
     */
    record Settings(boolean mayAsk, int connectSeconds) {}

    /**
     * @param destination the database, as the other machine knows it
     * @param variables the environment
     */
    SshProgram(Via.Ssh via, HostPort destination, Map<String, String> variables, Settings settings) {
        this.via = via;
        this.destination = destination;
        this.variables = variables;
        this.settings = settings;
    }

    @Override
    public TunnelProcess start() throws IOException {
        if (!InstalledPrograms.has("ssh", variables)) {
            throw TunnelException.usage(
                    "via=%s needs the program ssh, which is not on the PATH".formatted(via),
                    "install OpenSSH's client (Debian: openssh-client)");
        }
        var temporary = variables.getOrDefault("TMPDIR", "");
        directory = Files.createTempDirectory(Path.of(temporary.isEmpty() ? "/tmp" : temporary), "db-ops-");
        isSeen = false;
        var words = new ArrayList<>(List.of(file().toString()));
        words.addAll(words());
        return TunnelProcess.start(SCRIPT, words, variables);
    }

    private List<String> words() {
        var words = new ArrayList<>(List.of("ssh", "-N", "-T", "-a", "-x"));
        FIXED_OPTIONS.forEach(option -> words.addAll(List.of("-o", option)));
        words.addAll(List.of("-o", "BatchMode=" + (settings.mayAsk() ? "no" : "yes")));
        if (settings.connectSeconds() > 0) {
            words.addAll(List.of("-o", "ConnectTimeout=" + settings.connectSeconds()));
        }
        words.addAll(List.of("-L", file().toString().replace(":", "\\:") + ":" + destination));
        if (!via.user().isEmpty()) {
            words.addAll(List.of("-l", via.user()));
        }
        if (via.port() > 0) {
            words.addAll(List.of("-p", Integer.toString(via.port())));
        }
        words.addAll(List.of("--", via.host()));
        return words;
    }

    private Path file() {
        return directory.resolve("s");
    }

    @Override
    public Optional<TunnelEnd> end(TunnelProcess process) throws TunnelException {
        if (isSeen) {
            return Optional.of(new TunnelEnd.Socket(file()));
        }
        // the file appears a moment before ssh listens
        isSeen = Files.exists(file());
        for (var line : process.linesAfter(0)) {
            if (line.contains("Could not request local forwarding")) {
                throw ended(process.linesAfter(0));
            }
        }
        return Optional.empty();
    }

    @Override
    public TunnelException ended(List<String> lines) {
        return new SshFailure(via, destination).ended(lines);
    }

    @Override
    public Optional<TunnelException> notForwarded(List<String> lines) {
        return new SshFailure(via, destination).notForwarded(lines);
    }

    @Override
    public void clear() {
        try {
            Files.deleteIfExists(file());
            Files.deleteIfExists(directory);
        } catch (IOException _) {
            // an empty socket in a private directory: the system removes temporary files
        }
    }
}
