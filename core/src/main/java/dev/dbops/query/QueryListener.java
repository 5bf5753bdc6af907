package dev.dbops.query;

import dev.dbops.postgres.NoticeListener;

/** Receives the answers of a query that are not rows. */
public interface QueryListener extends NoticeListener {
    /**
     * A statement without a result is done.
     *
     * @param tag the server's command tag, such as {@code INSERT 0 1}
     */
    void done(String tag);
}
