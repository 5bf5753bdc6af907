package dev.dbops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are read whole and are expected to be small: settings, passwords, certificates. */
public final class BoundedFile {
    /** The maximum size, in bytes. */
    public static final int MOST = 16 * 1024 * 1024;

    private BoundedFile() {}

    /**
     * Reads the file, which may be a device or a pipe.
     *
     * @throws TooLargeException when there is more than {@link #MOST}
     */
    public static byte[] read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw new TooLargeException();
            }
            return bytes;
        }
    }

    /** The file is larger than {@link #MOST}. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        private TooLargeException() {
            super("it is larger than %d MiB".formatted(MOST / 1024 / 1024));
        }
    }
}
