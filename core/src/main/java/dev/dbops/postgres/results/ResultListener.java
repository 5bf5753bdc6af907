package dev.dbops.postgres.results;

import java.util.List;

/** Hears what the server answers to a statement, as it comes. */
public interface ResultListener {
    /** A result with rows begins. */
    void begin(List<ResultColumn> columns);

    /**
     * Some rows of it, in the server's text form; null stands for NULL.
     *
     * @return whether more are wanted
     */
    boolean rows(List<List<String>> rows);

    /**
     * The result is complete, or no more of it was wanted.
     *
     * @param count how many rows there were
     */
    void end(long count);

    /** A statement without rows is done. */
    void status(String tag);

    /** The server says something besides, such as NOTICE or WARNING. */
    void notice(String severity, String message);
}
