package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server at the other end of a cable that can be pulled: a real network of two namespaces, in which packets are lost
 * without a word. A proxy cannot do that: the kernel of its machine acknowledges what the proxy does not pass on.
 */
final class CutNetwork implements AutoCloseable {
    /** The address of the server for a program in the network. */
    static final String SERVER = "192.0.2.2:5432";

    private final List<Process> processes = new ArrayList<>();
    private final Process network;
    private final BufferedReader answers;
    private final long near;

    /**
     * @param directory for the scripts
     * @param port of the server, on this machine
     */
    CutNetwork(Path directory, int port) throws IOException {
        for (var script : List.of("relay.py", "network.sh")) {
            try (var in = CutNetwork.class.getResourceAsStream(script)) {
                Files.copy(in, directory.resolve(script));
            }
        }
        var socket = directory.resolve("server");
        var relay =
                start("python3", directory.resolve("relay.py").toString(), "unix:" + socket, "tcp:127.0.0.1:" + port);
        require(relay.inputReader(), "listening on unix:" + socket);
        var words = new ArrayList<>(List.of("unshare", "--net"));
        if (!isRoot()) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.addAll(
                List.of("sh", directory.resolve("network.sh").toString(), directory.toString(), socket.toString()));
        network = start(words.toArray(String[]::new));
        answers = network.inputReader(StandardCharsets.UTF_8);
        var said = List.of(require(answers, ""), require(answers, ""));
        near = Long.parseLong(said.stream()
                .filter(line -> line.startsWith("near is "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said.toString()))
                .substring("near is ".length()));
    }

    /** The command line that runs a program in the network. */
    List<String> within(List<String> command) {
        var words = new ArrayList<>(List.of("nsenter", "--target", Long.toString(near), "--net"));
        if (!isRoot()) {
            words.addAll(List.of("--user", "--preserve-credentials"));
        }
        words.addAll(command);
        return words;
    }

    /** Pulls the cable: from now on all packets are lost, without any notice. */
    void cut() throws IOException {
        tell("cut");
    }

    /** Puts the cable back. */
    void repair() throws IOException {
        tell("restore");
    }

    /** Stops the server: its system accepts connections and data, and nobody answers. */
    void stop() throws IOException {
        tell("stop");
    }

    private void tell(String command) throws IOException {
        network.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
        network.getOutputStream().flush();
        require(answers, "done: " + command);
    }

    private Process start(String... words) throws IOException {
        var process = new ProcessBuilder(words).redirectErrorStream(true).start();
        processes.add(process);
        return process;
    }

    private static String require(BufferedReader answers, String expected) throws IOException {
        var line = answers.readLine();
        assertThat(line)
                .as("the network, which needs iproute2, and root or user namespaces")
                .isNotNull()
                .startsWith(expected);
        return line;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public void close() throws IOException {
        network.getOutputStream().close(); // it ends what it has started
        processes.getFirst().destroy();
    }
}
