package dev.dbops.cli;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.UncheckedIOException;

/**
 * Converts exceptions and errors to the failures that db-ops reports: its own stay unchanged, and those of Java get a
 * message.
 */
final class Failures {
    private static final long MEGABYTE = 1024L * 1024L;

    private Failures() {}

    static OpsException of(Throwable thrown) {
        if (thrown instanceof OpsException known) {
            return known;
        }
        // an exception of a background thread is wrapped
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case OutOfMemoryError error -> {
                    return outOfMemory(error, thrown);
                }
                case StackOverflowError _ -> {
                    return new OpsException(
                            Kind.FAILED,
                            "the input is nested too deeply",
                            "flatten it, or allow a deeper stack: export DB_OPS_JAVA_OPTIONS=-Xss64m",
                            thrown);
                }
                case LinkageError error -> {
                    return new OpsException(
                            Kind.FAILED,
                            "a part of db-ops is missing or damaged: " + error.getMessage(),
                            "install db-ops again",
                            thrown);
                }
                case UncheckedIOException failure -> {
                    return new OpsException(
                            Kind.FAILED,
                            "cannot read or write: " + failure.getCause().getMessage(),
                            "is the disk full, or a file or pipe gone?",
                            thrown);
                }
                case OpsException known -> {
                    return known;
                }
                default -> {}
            }
        }
        return new OpsException(
                Kind.FAILED,
                "unexpected: " + thrown,
                "this is a bug in db-ops; please report it with the output of --debug",
                thrown);
    }

    private static OpsException outOfMemory(OutOfMemoryError error, Throwable thrown) {
        if (String.valueOf(error.getMessage()).contains("thread")) {
            return new OpsException(
                    Kind.FAILED,
                    "the system does not allow db-ops another thread",
                    "raise the limit of processes: ulimit -u, or the pids limit of the container",
                    thrown);
        }
        return new OpsException(
                Kind.FAILED,
                "out of memory: db-ops may use %d MB"
                        .formatted(Runtime.getRuntime().maxMemory() / MEGABYTE),
                "process less data at once, or allow more memory: export DB_OPS_JAVA_OPTIONS=-Xmx2g",
                thrown);
    }
}
