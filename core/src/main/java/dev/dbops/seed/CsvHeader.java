package dev.dbops.seed;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first record of a CSV file (RFC 4180), which names the columns.
 *
 * @param columns the names, as they are in the catalog
 * @param lineEnd the end of this line; all lines have the same end
 */
record CsvHeader(List<String> columns, LineEnd lineEnd) {
    /** The longest possible header, in bytes. A longer one means that the file is not CSV. */
    private static final int LONGEST = 1024 * 1024;

    private static final String HINT = "the first line names the columns, separated by commas";

    /**
     * Reads the header of a file.
     *
     * @throws OpsException of kind USAGE when it has none
     */
    static CsvHeader read(InputFile file) {
        try (var in = new BufferedInputStream(file.open())) {
            return new Parser(file.name(), in).header();
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    /** The hint for a file with one column whose name looks like several, separated by something else than commas. */
    Optional<String> separatorHint() {
        if (columns.size() == 1 && columns.getFirst().contains(";")) {
            return Optional.of("separate the columns by commas, not by semicolons");
        }
        return columns.size() == 1 && columns.getFirst().contains("\t")
                ? Optional.of("separate the columns by commas, not by tabs")
                : Optional.empty();
    }

    /** Splits the header into names. */
    private static final class Parser {
        private final String file;
        private final InputStream in;
        private final List<String> columns = new ArrayList<>();
        private final ByteArrayOutputStream field = new ByteArrayOutputStream();
        private int length;

        Parser(String file, InputStream in) {
            this.file = file;
            this.in = in;
        }

        CsvHeader header() throws IOException {
            var next = read();
            while (true) {
                switch (next) {
                    case '"' -> next = quoted();
                    case ',' -> {
                        endColumn();
                        next = read();
                    }
                    case '\n' -> {
                        return end(LineEnd.LF);
                    }
                    case '\r' -> {
                        return end(read() == '\n' ? LineEnd.CRLF : LineEnd.CR);
                    }
                    case -1 -> {
                        return end(LineEnd.LF);
                    }
                    default -> {
                        field.write(next);
                        next = read();
                    }
                }
            }
        }

        /** Reads up to the closing quote, and returns the byte after it. */
        private int quoted() throws IOException {
            while (true) {
                var next = read();
                if (next < 0) {
                    throw fault("a quote in the header is not closed");
                }
                if (next == '"') {
                    var after = read();
                    if (after != '"') {
                        return after;
                    }
                }
                field.write(next);
            }
        }

        private int read() throws IOException {
            if (++length > LONGEST) {
                throw fault("the header is longer than %d bytes".formatted(LONGEST));
            }
            return in.read();
        }

        private void endColumn() {
            try {
                var name = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(field.toByteArray()))
                        .toString();
                if (name.isEmpty() || name.indexOf('\0') >= 0) {
                    throw fault("column %d of the header has no name".formatted(columns.size() + 1));
                }
                columns.add(name);
                field.reset();
            } catch (CharacterCodingException e) {
                throw new OpsException(Kind.USAGE, "the header is not UTF-8", "save the file as UTF-8 text", e)
                        .at(new ScriptPosition(file, 1, 0, ""));
            }
        }

        private CsvHeader end(LineEnd lineEnd) {
            if (columns.isEmpty() && field.size() == 0) {
                throw fault("there is no header");
            }
            endColumn();
            return new CsvHeader(List.copyOf(columns), lineEnd);
        }

        private OpsException fault(String message) {
            return new OpsException(Kind.USAGE, message, HINT).at(new ScriptPosition(file, 1, 0, ""));
        }
    }
}
