package dev.dbops.cli.sessions;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;

/** A person who answers when the test has come so far. */
final class PausedAnswer extends InputStream {
    private final LinkedBlockingQueue<Byte> typed = new LinkedBlockingQueue<>();

    void give(String text) {
        for (var letter : text.getBytes(StandardCharsets.UTF_8)) {
            typed.add(letter);
        }
    }

    @Override
    public int read() throws IOException {
        try {
            return typed.take();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
