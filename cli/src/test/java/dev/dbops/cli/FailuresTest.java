package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Throwable has a sentence, and what can be done has a hint. */
class FailuresTest {
    static Stream<Arguments> thrown() {
        return Stream.of(
                Arguments.of(new OutOfMemoryError("Java heap space"), "out of memory: ", "DB_OPS_JAVA_OPTIONS=-Xmx2g"),
                Arguments.of(
                        new OutOfMemoryError("unable to create native thread: possibly out of memory or limits"),
                        "the system does not allow db-ops another thread",
                        "ulimit -u"),
                Arguments.of(new StackOverflowError(), "the input is nested too deeply", "DB_OPS_JAVA_OPTIONS=-Xss64m"),
                Arguments.of(
                        new NoClassDefFoundError("dev/dbops/Missing"),
                        "a part of db-ops is missing or damaged: dev/dbops/Missing",
                        "install db-ops again"),
                Arguments.of(
                        new UncheckedIOException(new IOException("No space left on device")),
                        "cannot read or write: No space left on device",
                        "is the disk full"),
                Arguments.of(new NullPointerException("x"), "unexpected: java.lang.NullPointerException: x", "--debug"),
                Arguments.of(new AssertionError("x"), "unexpected: java.lang.AssertionError: x", "--debug"),
                Arguments.of(
                        new IllegalStateException(new ExecutionException(new OutOfMemoryError("Java heap space"))),
                        "out of memory: ",
                        "DB_OPS_JAVA_OPTIONS=-Xmx2g"));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void whateverIsThrownHasASentenceAndAHint(Throwable thrown, String message, String hint) {
        var failure = Failures.of(thrown);

        assertThat(failure).hasMessageStartingWith(message).hasCause(thrown);
        assertThat(failure.hint().orElseThrow()).contains(hint);
        assertThat(failure.kind()).isEqualTo(Kind.FAILED);
    }

    @ParameterizedTest
    @MethodSource("known")
    void aFailureOfDbOpsStaysWhatItIs(Throwable thrown, OpsException known) {
        assertThat(Failures.of(thrown)).isSameAs(known);
    }

    static Stream<Arguments> known() {
        var known = new OpsException(Kind.REFUSED, "no");
        return Stream.of(
                Arguments.of(known, known),
                Arguments.of(new IllegalStateException(new ExecutionException(known)), known));
    }
}
