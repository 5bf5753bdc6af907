package dev.dbops.postgres.results;

import java.util.List;

/** Receives the server's answers to a statement as they arrive. */
public interface ResultListener {
    /** A result with rows begins. */
    void begin(List<ResultColumn> columns);

    /**
     * Some rows of the result, in the server's text form; null means NULL.
     *
     * @return whether to continue with more rows
     */
    boolean rows(List<List<String>> rows);

    /**
     * The result is complete, or the listener stopped it.
     *
     * @param count the number of rows
     */
    void end(long count);

    /** A statement without rows is done. */
    void status(String tag);

    /** The server sent a message, such as a NOTICE or WARNING. */
    void notice(String severity, String message);
}
