package dev.dbops.query;

import dev.dbops.postgres.NoticeListener;

/** Hears what is no row. */
public interface QueryListener extends NoticeListener {
    /**
     * A statement without a result is done.
     *
     * @param tag what the server says it did, such as {@code INSERT 0 1}
     */
    void done(String tag);
}
