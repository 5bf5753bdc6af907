package dev.dbops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sentences for files that cannot be read or written. */
class FileFailureTest {
    private static final String FULL = "No space left on device";

    static Arguments[] reading() {
        return new Arguments[] {
            Arguments.of(new NoSuchFileException("/a"), "there is no file a.sql"),
            Arguments.of(new AccessDeniedException("/a"), "no permission to read a.sql"),
            Arguments.of(new EOFException("end"), "a.sql is damaged: its gzip data is incomplete"),
            Arguments.of(new ZipException("bits"), "a.sql is damaged: its gzip data is incomplete"),
            Arguments.of(new IOException("Bad file descriptor"), "cannot read a.sql: Bad file descriptor")
        };
    }

    @ParameterizedTest
    @MethodSource("reading")
    void aFileThatCannotBeReadIsWrongUsage(IOException cause, String message) {
        var failure = FileFailure.reading("a.sql", cause);

        assertThat(failure).hasMessage(message).hasCause(cause);
        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure.hint()).isPresent();
    }

    static Arguments[] writing() {
        return new Arguments[] {
            Arguments.of(new NoSuchFileException("/a"), Kind.USAGE, "there is no directory for a.sql"),
            Arguments.of(
                    new AccessDeniedException("/a"),
                    Kind.USAGE,
                    "no permission to write a.sql, or files in its directory"),
            Arguments.of(new FileAlreadyExistsException("/b"), Kind.USAGE, "cannot write a.sql: /b is not a directory"),
            Arguments.of(
                    new FileSystemException("/a", null, FULL),
                    Kind.FAILED,
                    "cannot write a.sql: No space left on device"),
            Arguments.of(new IOException(FULL), Kind.FAILED, "cannot write a.sql: No space left on device")
        };
    }

    @ParameterizedTest
    @MethodSource("writing")
    void aFileThatCannotBeWrittenHasAKindAndAHint(IOException cause, Kind kind, String message) {
        var failure = FileFailure.writing("a.sql", cause);

        assertThat(failure).hasMessage(message).hasCause(cause);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.hint()).isPresent();
    }
}
