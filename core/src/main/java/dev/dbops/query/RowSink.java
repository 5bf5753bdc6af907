package dev.dbops.query;

import java.util.List;

/** Receives the results of a query row by row, so that they need not be held in memory. */
public interface RowSink {
    /** The form of the rows. */
    enum Form {
        /** A text for each column. */
        CELLS,
        /** One text: a JSON object, which the server creates. */
        OBJECTS
    }

    /** The form in which it receives each row. */
    Form form();

    /** A result begins; several statements may have one. */
    void begin(List<Column> columns);

    /** The next row of the result; a JSON object is its only column. */
    void row(Row row);

    /** The result is at its end. */
    void end();

    /** All results are at their end; an exception here rolls back everything, as a failure of the server does. */
    void finish();
}
