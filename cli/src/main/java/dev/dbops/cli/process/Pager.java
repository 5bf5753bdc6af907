package dev.dbops.cli.process;

import dev.dbops.cli.output.Paging;
import dev.dbops.table.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Holds a result back until it is longer than the screen; then a pager shows it. A shorter result is printed when it is
 * complete.
 */
public final class Pager implements Paging {
    /** A shorter result fits on every screen, whose size need not be asked then. */
    private static final int FEWEST_LINES = 10;

    private static final int FEWEST_BYTES = FEWEST_LINES * Screen.NARROWEST;

    private final StandardOutput out;
    private final Invocation invocation;
    private final Consumer<String> notes;

    /**
     * @param notes receives a note when the pager cannot be started
     */
    public Pager(StandardOutput out, Invocation invocation, Consumer<String> notes) {
        this.out = out;
        this.invocation = invocation;
        this.notes = notes;
    }

    private interface Transfer {
        void run() throws IOException;
    }

    @Override
    public void begin() {
        if (!out.isDiverted()) {
            out.divert(Held::new);
        }
    }

    @Override
    public void end() {
        out.restore();
    }

    /** The result on its way to the pager or, if it is short, to the terminal. */
    private final class Held extends OutputStream {
        private final OutputStream direct;
        private final Screen screen = invocation.screen();
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private OutputStream target;
        private Process process;
        private Signals signals;
        private int lines;
        private int column;
        private int width = Integer.MAX_VALUE;
        private int height;

        private Held(OutputStream direct) {
            this.direct = direct;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (target != null) {
                send(() -> target.write(bytes, offset, length));
                return;
            }
            held.write(bytes, offset, length);
            count(bytes, offset, length);
            if (height == 0 && (lines >= FEWEST_LINES || held.size() >= FEWEST_BYTES)) {
                height = screen.lines();
                width = screen.columns();
                lines = 0;
                column = 0;
                count(held.toByteArray(), 0, held.size());
            }
            // the last line is for the prompt
            if (height > 0 && lines >= height) {
                start();
            }
        }

        /**
         * Counts the lines on the screen, where a long line takes several. A character of several bytes counts too much;
         * less notices when all fits.
         */
        private void count(byte[] bytes, int offset, int length) {
            for (var i = offset; i < offset + length; i++) {
                column++;
                if (bytes[i] == '\n' || column > width) {
                    lines++;
                    column = 0;
                }
            }
        }

        /** A failure between here and the pager means that the pager has ended. */
        private void send(Transfer transfer) throws IOException {
            try {
                transfer.run();
            } catch (IOException e) {
                throw process == null ? e : new IOException(StandardOutput.NOBODY_READS, e);
            }
        }

        private void start() throws IOException {
            target = direct;
            var command = PagerCommand.of(invocation.variables(), invocation.directory());
            if (!command.words().isEmpty()) {
                start(command);
            }
            send(() -> held.writeTo(target));
            held.reset();
        }

        private void start(PagerCommand command) {
            try {
                var builder = new ProcessBuilder(command.words())
                        .directory(invocation.directory().toAbsolutePath().toFile())
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
                builder.environment().clear();
                builder.environment().putAll(invocation.variables());
                PagerCommand.prepare(builder.environment());
                signals = Signals.hold();
                process = builder.start();
                signals.forwardTo(process);
                target = process.getOutputStream();
            } catch (IOException e) {
                endSignals();
                notes.accept("note: cannot run the pager: " + e.getMessage());
            }
        }

        /** Does not show a result that is still held back. */
        @Override
        public void flush() throws IOException {
            if (target != null) {
                send(target::flush);
            }
        }

        /** Waits until the person has read it. */
        @Override
        public void close() throws IOException {
            if (target == null) {
                held.writeTo(direct);
                direct.flush();
                return;
            }
            if (process == null) {
                direct.flush();
                return;
            }
            try {
                send(process.getOutputStream()::close);
            } finally {
                await();
                endSignals();
            }
        }

        private void await() {
            while (true) {
                try {
                    process.waitFor();
                    return;
                } catch (InterruptedException _) {
                    // the person decides when the pager ends
                }
            }
        }

        private void endSignals() {
            if (signals != null) {
                signals.close();
                signals = null;
            }
        }
    }
}
