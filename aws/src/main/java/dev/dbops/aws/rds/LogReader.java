package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.function.Consumer;
import software.amazon.awssdk.services.rds.model.DbLogFileNotFoundException;
import software.amazon.awssdk.services.rds.model.DownloadDbLogFilePortionResponse;

/**
 * Reads a log file from its last read position, in portions of at most 10,000 lines and a mebibyte.
 *
 * <p>Three things about DownloadDBLogFilePortion are not in its reference. A larger portion is cut in the middle of a
 * line, and the rest of the line is lost: such a portion is requested again with fewer lines. A portion ends in more
 * line feeds than the file has there. AWS reports nothing pending even when there is more: only an empty portion marks
 * the end (aws/aws-sdk-js issue 1463, aws/aws-cli issues 2268 and 3079).
 */
final class LogReader {
    private static final int MOST_LINES = 10_000;
    private static final String CUT = "[Your log message was truncated]";
    private static final String START = "0";

    /** The number of times that a portion with a wrong marker is requested. */
    private static final int ATTEMPTS = 3;

    private final AwsClients clients;
    private final String instance;
    private final String file;
    private String marker;
    private int lines;

    private LogReader(AwsClients clients, String instance, String file, String marker, int lines) {
        this.clients = clients;
        this.instance = instance;
        this.file = file;
        this.marker = marker;
        this.lines = lines;
    }

    static LogReader atStart(AwsClients clients, String instance, String file) {
        return new LogReader(clients, instance, file, START, MOST_LINES);
    }

    /**
     * Starts a number of lines before the end.
     *
     * @param lines from 1 to 10,000
     */
    static LogReader beforeEnd(AwsClients clients, String instance, String file, int lines) {
        // without a marker, AWS gives the last lines
        return new LogReader(clients, instance, file, "", lines);
    }

    /**
     * Reads to the end.
     *
     * @return false when there was nothing to read
     */
    boolean readOn(Consumer<String> sink) {
        var any = false;
        while (read(sink)) {
            any = true;
        }
        return any;
    }

    /**
     * Reads one portion.
     *
     * @return false when there was nothing to read
     */
    boolean read(Consumer<String> sink) {
        var portion = portion();
        var text = text(portion);
        while (text.endsWith(CUT + "\n") && completeLines(text) > 0) {
            // a tenth less, because AWS counts the size differently
            lines = Math.max(1, Math.min(lines - 1, completeLines(text) * 9 / 10));
            portion = portion();
            text = text(portion);
        }
        for (var attempt = 1; isBack(portion) && !text.isEmpty(); attempt++) {
            if (attempt == ATTEMPTS) {
                throw wentBack(portion.marker());
            }
            portion = portion();
            text = text(portion);
        }
        var moved = portion.marker() != null && !portion.marker().equals(marker) && !isBack(portion);
        if (moved) {
            marker = portion.marker();
        }
        lines = Math.min(MOST_LINES, lines + lines / 20 + 1);
        if (!text.isEmpty()) {
            sink.accept(text);
        }
        return moved && (!text.isEmpty() || Boolean.TRUE.equals(portion.additionalDataPending()));
    }

    /** Returns whether the next portion would be before this one, which would print lines again and never end. */
    private boolean isBack(DownloadDbLogFilePortionResponse portion) {
        return portion.marker() != null && position(portion.marker()) < position(marker);
    }

    /** The position in a marker, which has the form NUMBER:POSITION; 0 where it has another form. */
    private static long position(String marker) {
        try {
            return Long.parseLong(marker.substring(marker.lastIndexOf(':') + 1));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private OpsException wentBack(String to) {
        return new OpsException(
                Kind.FAILED,
                "RDS went back in the log file \"%s\", from position %s to %s".formatted(file, marker, to),
                "the file was replaced: run the command again");
    }

    private DownloadDbLogFilePortionResponse portion() {
        return AwsCall.of("rds:DownloadDBLogFilePortion", () -> {
            try {
                return clients.rds()
                        .downloadDBLogFilePortion(request -> request.dbInstanceIdentifier(instance)
                                .logFileName(file)
                                .marker(marker.isEmpty() ? null : marker)
                                .numberOfLines(lines));
            } catch (DbLogFileNotFoundException e) {
                throw new OpsException(
                        Kind.FAILED,
                        "the log file \"%s\" of instance \"%s\" no longer exists".formatted(file, instance),
                        "RDS deletes them after rds.log_retention_period; db-ops rds-logs lists them",
                        e);
            }
        });
    }

    /** With one line feed at the end; empty when there is nothing but line feeds. */
    private static String text(DownloadDbLogFilePortionResponse portion) {
        var data = portion.logFileData() == null ? "" : portion.logFileData();
        var end = data.length();
        while (end > 0 && data.charAt(end - 1) == '\n') {
            end--;
        }
        return end == 0 ? "" : data.substring(0, end) + "\n";
    }

    /** Lines before the one that was cut. */
    private static int completeLines(String text) {
        var count = -1;
        for (var i = 0; i < text.length(); i++) {
            count += text.charAt(i) == '\n' ? 1 : 0;
        }
        return count;
    }
}
