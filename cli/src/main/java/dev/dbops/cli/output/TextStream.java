package dev.dbops.cli.output;

import dev.dbops.target.Password;
import dev.dbops.text.Redactor;
import dev.dbops.text.VisibleText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One of the two streams that db-ops writes to. All text for people passes through this class: it escapes control
 * characters and hides secrets. Colours and cursor movements of db-ops go through {@link #style}; data that must keep
 * each byte goes through {@link #data}.
 */
public final class TextStream extends PrintStream {
    private final PrintStream target;
    private final Reader reader;
    private final Optional<Redactor> redactor;

    /** The first bytes of a character that is not complete yet. */
    private byte[] begun = {};

    private TextStream(PrintStream target, Reader reader, Optional<Redactor> redactor) {
        super(target, false, StandardCharsets.UTF_8);
        this.target = target;
        this.reader = reader;
        this.redactor = redactor;
    }

    /** The reader of a stream. */
    private enum Reader {
        PERSON,
        PERSON_IN_LOG,
        PROGRAM
    }

    /** A stream that people read on a terminal. */
    public static TextStream forTerminal(PrintStream target) {
        return new TextStream(target, Reader.PERSON, Optional.empty());
    }

    /** A stream that people read in a file, or in the log of a CI step, whose runner executes commands in it. */
    public static TextStream forLog(PrintStream target) {
        return new TextStream(target, Reader.PERSON_IN_LOG, Optional.empty());
    }

    /** A stream that programs read: nothing is changed. */
    public static TextStream forPrograms(PrintStream target) {
        return new TextStream(target, Reader.PROGRAM, Optional.empty());
    }

    /** The same stream, on which secrets are hidden. */
    public TextStream hiding(Redactor secrets) {
        return new TextStream(target, reader, Optional.of(secrets));
    }

    /** The underlying stream. */
    public PrintStream target() {
        return target;
    }

    /** A value as the stream will show it, in one line; for values that are aligned or cut before they are printed. */
    String visible(String value) {
        return reader == Reader.PROGRAM ? value : VisibleText.line(value);
    }

    /** Text as the stream will show it. */
    public String shown(String text) {
        return visibleText(redacted(text));
    }

    /** Hides a password in all later output. */
    public void hide(Password password, String beside) {
        redactor.ifPresent(secrets -> secrets.hide(password.value(), beside));
    }

    /** The text with its secrets hidden. */
    public String redacted(String text) {
        return redactor.map(secrets -> secrets.redact(text)).orElse(text);
    }

    /** Writes a colour or a cursor movement of db-ops, which never contains data. */
    public synchronized void style(String sequence) {
        target.print(sequence);
    }

    /** Writes a command for the runner of a CI service. The caller has escaped the data in it. */
    public synchronized void command(String line) {
        target.println(line);
    }

    /** Writes data unchanged, also on a terminal: CSV, and the value of {@code --value}. */
    public synchronized void data(byte[] bytes, int offset, int length) {
        target.write(bytes, offset, length);
    }

    private String visibleText(String text) {
        return switch (reader) {
            case PERSON -> VisibleText.of(text);
            case PERSON_IN_LOG -> LogCommands.disarmed(VisibleText.of(text));
            case PROGRAM -> text;
        };
    }

    /** As {@link #data(byte[], int, int)}. */
    void data(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        data(bytes, 0, bytes.length);
    }

    @Override
    public void print(String text) {
        // the text is whole here; below, it arrives in parts, and a secret across two parts would not be recognized
        super.print(redacted(String.valueOf(text)));
    }

    @Override
    public void print(Object value) {
        print(String.valueOf(value));
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** All printed text passes through this method, encoded. */
    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (reader == Reader.PROGRAM && redactor.isEmpty()) {
            target.write(bytes, offset, length);
            return;
        }
        var text = redacted(decoded(bytes, offset, length));
        var shown = visibleText(text).getBytes(StandardCharsets.UTF_8);
        target.write(shown, 0, shown.length);
    }

    /** Keeps a character that is not complete for the next piece. */
    private String decoded(byte[] bytes, int offset, int length) {
        var all = bytes;
        var start = offset;
        var end = offset + length;
        if (begun.length > 0) {
            all = Arrays.copyOf(begun, begun.length + length);
            System.arraycopy(bytes, offset, all, begun.length, length);
            start = 0;
            end = all.length;
        }
        var complete = end - incomplete(all, start, end);
        begun = Arrays.copyOfRange(all, complete, end);
        return new String(all, start, complete - start, StandardCharsets.UTF_8);
    }

    /** The number of last bytes that begin an incomplete character (RFC 3629, section 3). */
    private static int incomplete(byte[] bytes, int start, int end) {
        for (var back = 1; back <= 3 && end - back >= start; back++) {
            var octet = bytes[end - back] & 0xff;
            if (octet >= 0xc0) {
                var needed = octet >= 0xf0 ? 4 : octet >= 0xe0 ? 3 : 2;
                return needed > back ? back : 0;
            }
            if (octet < 0x80) {
                return 0;
            }
        }
        return 0;
    }

    @Override
    public void flush() {
        target.flush();
    }

    @Override
    public boolean checkError() {
        return target.checkError();
    }
}
