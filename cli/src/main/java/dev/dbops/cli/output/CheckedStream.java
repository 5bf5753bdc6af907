package dev.dbops.cli.output;

import java.io.OutputStream;

/** Standard output for a program's output, which is not needed any more when nobody reads it. */
final class CheckedStream extends OutputStream {
    private final TextStream out;

    CheckedStream(TextStream out) {
        this.out = out;
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    /**
     * Writes the bytes.
     *
     * @throws dev.dbops.OpsException of kind FAILED when they cannot be written
     */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        out.write(bytes, offset, length);
        if (out.checkError()) {
            throw Output.unwritten();
        }
    }
}
