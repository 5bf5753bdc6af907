package dev.dbops.cli.process;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Standard output of the process. It remembers why it could not be written to, which a PrintStream forgets. */
public final class StandardOutput extends PrintStream {
    private static final int BUFFER = 8192;

    /** The message of the C library for EPIPE, in the locale that Java uses. */
    static final String NOBODY_READS = "Broken pipe";

    private final Watched stream;

    public StandardOutput(OutputStream stream) {
        this(new Watched(stream));
    }

    private StandardOutput(Watched stream) {
        super(new BufferedOutputStream(stream, BUFFER), false, StandardCharsets.UTF_8);
        this.stream = stream;
    }

    /** Returns whether the program at the other end of the pipe has ended, as head does after its last line. */
    public boolean isAbandoned() {
        return NOBODY_READS.equals(stream.failure);
    }

    /** Returns whether something else gets what is written, such as a pager. */
    boolean isDiverted() {
        return stream.direct != stream.stream;
    }

    /** From now on, what is written goes through this stream. */
    void divert(UnaryOperator<OutputStream> other) {
        flush();
        stream.stream = other.apply(stream.direct);
        stream.diverted = true;
    }

    /** Returns whether a pager was used, which a person may leave before the end. */
    public boolean wasDiverted() {
        return stream.diverted;
    }

    /** Ends the diversion; returns when the pager has ended. */
    public void restore() {
        if (!isDiverted()) {
            return;
        }
        flush();
        try (var _ = stream.stream) {
            stream.stream = stream.direct;
        } catch (IOException e) {
            stream.failure = String.valueOf(e.getMessage());
            setError();
        }
    }

    private static final class Watched extends OutputStream {
        private final OutputStream direct;
        private OutputStream stream;
        private boolean diverted;
        private String failure = "";

        private Watched(OutputStream stream) {
            this.direct = stream;
            this.stream = stream;
        }

        @Override
        public void flush() throws IOException {
            stream.flush();
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                stream.write(bytes, offset, length);
            } catch (IOException e) {
                failure = String.valueOf(e.getMessage());
                throw e;
            }
        }
    }
}
