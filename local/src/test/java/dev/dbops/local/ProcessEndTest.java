package dev.dbops.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link ProcessEnd}, with real processes. */
class ProcessEndTest {
    /** The first thread ends; the other one continues. */
    private static final String WITHOUT_FIRST_THREAD = """
        import ctypes, sys, threading
        threading.Thread(target=sys.stdin.read).start()
        ctypes.CDLL(None).pthread_exit(None)
        """;

    private Process process;

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    private void start(String... command) throws Exception {
        process = new ProcessBuilder(command).start();
    }

    private static void await(long pid) {
        var deadline = Deadline.in(Duration.ofSeconds(30));
        while (!ProcessEnd.reached(pid)) {
            assertThat(deadline.passed()).isFalse();
            deadline.pause();
        }
    }

    @Test
    void aProcessThatIsReapedHasEnded() throws Exception {
        start("cat");
        assertThat(ProcessEnd.reached(process.pid())).isFalse();

        process.getOutputStream().close();
        process.waitFor();
        assertThat(ProcessEnd.reached(process.pid())).isTrue();
    }

    /** The shell becomes a program that does not wait for children. */
    @Test
    void aProcessThatWaitsToBeReapedHasEnded() throws Exception {
        start("sh", "-c", "true & echo $!; exec cat");
        var child = Long.parseLong(process.inputReader().readLine());

        await(child);
        assertThat(Path.of("/proc", Long.toString(child))).exists();
    }

    @Test
    void aProcessWithOneOfItsThreadsHasNotEnded() throws Exception {
        start("python3", "-c", WITHOUT_FIRST_THREAD);
        var status = Path.of("/proc", Long.toString(process.pid()), "stat");
        var deadline = Deadline.in(Duration.ofSeconds(30));
        while (!Files.readString(status).contains(") Z ")) {
            assertThat(deadline.passed()).isFalse();
            deadline.pause();
        }

        assertThat(CommandLine.of(process.pid())).isEmpty();
        assertThat(ProcessEnd.reached(process.pid())).isFalse();
        process.getOutputStream().close();
        await(process.pid());
    }
}
