package dev.dbops.aws;

import java.time.Instant;

/** Writes log files of an instance of the emulator, as PostgreSQL would. */
public final class EmulatedLogs {
    private final AwsEmulator aws;
    private final String instance;

    public EmulatedLogs(AwsEmulator aws, String instance) {
        this.aws = aws;
        this.instance = instance;
    }

    /** Adds lines to a log file, which need no line feed at the end. */
    public EmulatedLogs write(String file, String written, String... lines) {
        aws.control("log", """
            {"instance": "%s", "file": "%s", "written": %d, "append": "%s"}\
            """.formatted(
                instance, file, Instant.parse(written).toEpochMilli(), escaped(String.join("\n", lines) + "\n")));
        return this;
    }

    /** Takes a log file away, as RDS does after some days. */
    public EmulatedLogs remove(String file) {
        aws.control("log", """
            {"instance": "%s", "file": "%s", "gone": true}\
            """.formatted(instance, file));
        return this;
    }

    /** Sets how much a portion holds, so that tests need no large files. */
    public EmulatedLogs portionsOf(int bytes) {
        aws.control("log-limit", "{\"bytes\": %d}".formatted(bytes));
        return this;
    }

    /** Lets the next portions say that the one after them begins at the start of the file. */
    public EmulatedLogs goBack(int times) {
        aws.control("log-back", "{\"times\": %d}".formatted(times));
        return this;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
