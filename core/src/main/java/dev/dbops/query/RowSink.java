package dev.dbops.query;

import java.util.List;

/** Takes the results of a query, row by row as they come, so that nobody has to hold them. */
public interface RowSink {
    /** What the rows are to be. */
    enum Form {
        /** A text for each column. */
        CELLS,
        /** One text: an object of JSON, which the server makes. */
        OBJECTS
    }

    /** What it wants of each row. */
    Form form();

    /** A result begins; several statements may have one. */
    void begin(List<Column> columns);

    /** The next row of the result; an object of JSON is its only column. */
    void row(Row row);

    /** The result is at its end. */
    void end();

    /** All results are at their end; what is thrown here undoes the whole, as a failure of the server does. */
    void finish();
}
