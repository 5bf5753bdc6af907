package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The result of scanning a script, for the tests of the scanner's properties.
 *
 * @param statements the statements, in their order
 * @param failure the error with its place; empty if the scanner reached the end
 */
record Split(List<Piece> statements, String failure) {

    /** The beginning of a piece with COPY data; no statement begins this way. */
    static final String DATA = ";data: ";

    /**
     * A statement.
     *
     * @param line where it begins, counted from 1
     * @param column where it begins in its line, in characters, counted from 1
     * @param text as it is to be sent
     */
    record Piece(int line, int column, String text) {}

    /** Splits a script that the scanner reads at once. */
    static Split of(byte[] script) {
        return of(new ByteArrayInputStream(script));
    }

    static Split of(String script) {
        return of(script.getBytes(StandardCharsets.UTF_8));
    }

    /** Splits a script that the scanner reads in portions of limited size. */
    static Split inPortions(byte[] script, int most) {
        return of(new Portions(new ByteArrayInputStream(script), most));
    }

    private static Split of(InputStream in) {
        var pieces = new ArrayList<Piece>();
        var source = InputFile.ofStream(InputStream.nullInputStream(), "script.sql");
        try {
            var variables = Map.of("set", "it's; ", "deep", "1 :set, \\; é:'set' \\g\n :circle", "circle", ":deep");
            var scanner = new SqlScanner(in, source, Variables.of(variables));
            for (var next = scanner.next(); next.isPresent(); next = scanner.next()) {
                switch (next.get()) {
                    case Statement statement -> add(pieces, statement, scanner);
                    case PsqlCommand command -> {
                        pieces.add(new Piece(
                                command.line(), command.column(), "\\" + command.name() + " " + command.arguments()));
                        obey(command, pieces, scanner);
                    }
                }
            }
            return new Split(pieces, "");
        } catch (OpsException e) {
            var place = e.position().orElseThrow(() -> new AssertionError("a failure without its place", e));
            if (place.line() < 1) {
                throw new AssertionError("a failure at line " + place.line(), e);
            }
            return new Split(pieces, place + ": " + e.getMessage());
        } catch (IOException e) {
            throw new AssertionError("nothing here can fail to be read", e);
        }
    }

    private static void add(List<Piece> pieces, Statement statement, SqlScanner scanner) throws IOException {
        pieces.add(new Piece(statement.line(), statement.column(), statement.text()));
        if (statement.position(Integer.MAX_VALUE).line() < 1) {
            throw new AssertionError("an end without a place: " + statement);
        }
        if (statement.isCopyFromStdin()) {
            pieces.add(data(scanner));
        }
    }

    /** Applies the commands that affect the scanner; no condition is true. */
    private static void obey(PsqlCommand command, List<Piece> pieces, SqlScanner scanner) throws IOException {
        switch (command.name()) {
            case "if" -> scanner.active(false);
            case "endif" -> scanner.active(true);
            case "g" -> {
                var sent = scanner.sent(Statement.Ending.GO);
                if (sent.isPresent()) {
                    add(pieces, sent.get(), scanner);
                }
            }
            case "q" -> {
                var left = scanner.stop();
                if (left.isPresent()) {
                    add(pieces, left.get(), scanner);
                }
            }
            default -> {}
        }
    }

    /** The data comes in pieces of any size, so only the whole can be compared. */
    private static Piece data(SqlScanner scanner) throws IOException {
        var data = new ByteArrayOutputStream();
        scanner.copyData(data::write);
        return new Piece(scanner.dataLine(), 0, DATA + data.toString(StandardCharsets.ISO_8859_1));
    }

    List<String> texts() {
        return statements.stream().map(Piece::text).toList();
    }

    /** A stream that returns little at a time. */
    private static final class Portions extends FilterInputStream {
        private final int most;

        Portions(InputStream in, int most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, Math.min(length, most));
        }
    }
}
