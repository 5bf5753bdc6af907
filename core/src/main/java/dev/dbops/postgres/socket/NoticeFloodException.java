package dev.dbops.postgres.socket;

import java.io.IOException;

/** The server sent more notices during one COPY than db-ops keeps in memory. */
public final class NoticeFloodException extends IOException {
    private static final long serialVersionUID = 1L;

    NoticeFloodException(int limit, IOException cause) {
        super("more than %d MB of notices arrived while data was sent".formatted(limit / 1024 / 1024), cause);
    }
}
