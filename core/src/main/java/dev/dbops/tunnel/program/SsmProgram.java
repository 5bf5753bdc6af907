package dev.dbops.tunnel.program;

import dev.dbops.target.HostPort;
import dev.dbops.tunnel.TunnelEnd;
import dev.dbops.tunnel.TunnelException;
import dev.dbops.tunnel.Via;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The AWS CLI, which starts a session of Systems Manager and lets its plugin listen on a free port. */
final class SsmProgram implements TunnelProgram {
    /**
     * Becomes aws, in a session of its own if the system has setsid: Ctrl-C must not end the plugin before db-ops has
     * cancelled its statement. The plugin ends the session on SIGINT only.
     */
    private static final String SCRIPT = """
        exec 3<&0
        trap '' HUP
        group=$$
        command -v setsid >/dev/null && { set -- setsid "$@"; group=-$$; }
        {
            read -r _ && exit
            kill -INT $group || kill -INT $$
            [ $group = $$ ] && pkill -INT -P $$
            for _ in 1 2 3; do
                sleep 1
                kill -0 $group || exit
            done
            kill -KILL $group
        } <&3 >/dev/null 2>&1 &
        exec "$@" </dev/null 3<&-
        """;

    /** The plugin's message, in session-manager-plugin's muxportforwarding.go and basicportforwarding.go. */
    private static final Pattern OPENED = Pattern.compile("Port (\\d+) opened for session");

    private final Via.Ssm via;
    private final HostPort destination;
    private final Optional<String> region;
    private final Map<String, String> variables;

    /**
     * @param destination the database, as the instance knows it
     * @param region the region of the database; the user's own setting wins
     * @param variables the environment
     */
    SsmProgram(Via.Ssm via, HostPort destination, Optional<String> region, Map<String, String> variables) {
        this.via = via;
        this.destination = destination;
        this.region = region;
        this.variables = variables;
    }

    @Override
    public TunnelProcess start() throws IOException {
        require("aws", "the AWS CLI", "install it: https://docs.aws.amazon.com/cli");
        require(
                "session-manager-plugin",
                "the Session Manager plugin of the AWS CLI",
                "install the package session-manager-plugin of AWS; the Systems Manager user guide says where it is");
        return TunnelProcess.start(SCRIPT, words(), variables);
    }

    private void require(String program, String name, String hint) throws TunnelException {
        if (!InstalledPrograms.has(program, variables)) {
            throw TunnelException.usage(
                    "via=%s needs %s (%s), which is not on the PATH".formatted(via, name, program), hint);
        }
    }

    private List<String> words() {
        var words = new ArrayList<>(List.of("aws", "ssm", "start-session", "--target", via.instance()));
        words.addAll(List.of("--document-name", "AWS-StartPortForwardingSessionToRemoteHost", "--parameters"));
        // no local port: the plugin finds a free one. A host has neither quotes nor backslashes.
        words.add("{\"host\":[\"%s\"],\"portNumber\":[\"%d\"]}".formatted(destination.host(), destination.port()));
        if (!variables.containsKey("AWS_REGION") && !variables.containsKey("AWS_DEFAULT_REGION")) {
            region.ifPresent(name -> words.addAll(List.of("--region", name)));
        }
        return words;
    }

    @Override
    public Optional<TunnelEnd> end(TunnelProcess process) {
        for (var line : process.linesAfter(0)) {
            var found = OPENED.matcher(line);
            if (found.find()) {
                return Optional.of(new TunnelEnd.Port(Integer.parseInt(found.group(1))));
            }
        }
        return Optional.empty();
    }

    @Override
    public TunnelException ended(List<String> lines) {
        return new SsmFailure(via, destination).ended(lines);
    }

    @Override
    public Optional<TunnelException> notForwarded(List<String> lines) {
        return new SsmFailure(via, destination).notForwarded(lines);
    }

    @Override
    public void clear() {
        // the plugin removes its own files
    }
}
