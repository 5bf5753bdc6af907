package dev.dbops.seed;

import dev.dbops.InputFile;
import dev.dbops.ScriptPosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Finds the records that the server reports by its own line numbers. These differ from the file's lines after a quoted
 * field that spans several lines. Reads the file again, only once if places are requested in order.
 */
final class CsvPlaces implements AutoCloseable {
    /** The largest part of a line that is shown, in bytes. */
    private static final int EXCERPT = 4096;

    private final InputFile file;
    private final LineEnd lineEnd;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private InputStream in = InputStream.nullInputStream();
    private CsvRecords records;
    /** The server's line of the second to last record read. */
    private long before = Long.MAX_VALUE;

    CsvPlaces(InputFile file, LineEnd lineEnd) {
        this.file = file;
        this.lineEnd = lineEnd;
        this.records = new CsvRecords(in, lineEnd);
    }

    /**
     * The place of the record that the server reports with this line, with the text of its first line.
     *
     * @param serverLine counted from 1 with the header; 0 means the file as a whole
     */
    ScriptPosition of(long serverLine) {
        if (serverLine == 0) {
            return ScriptPosition.ofFile(file.name());
        }
        try {
            if (serverLine <= before) {
                restart();
            }
            while (records.serverLine() < serverLine && next()) {
                // Each step advances by one record.
            }
            return new ScriptPosition(file.name(), Math.toIntExact(records.line()), 0, firstLine());
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    private void restart() throws IOException {
        in.close();
        in = file.open();
        records = new CsvRecords(in, lineEnd);
        before = 0;
    }

    private boolean next() throws IOException {
        before = records.serverLine();
        text.reset();
        return records.next(this::keepBeginning);
    }

    private void keepBeginning(byte[] bytes, int offset, int length) {
        text.write(bytes, offset, Math.min(length, EXCERPT - Math.min(text.size(), EXCERPT)));
    }

    private String firstLine() {
        var line = text.toString(StandardCharsets.UTF_8);
        var end = 0;
        while (end < line.length() && line.charAt(end) != '\n' && line.charAt(end) != '\r') {
            end++;
        }
        return line.substring(0, end);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
