package dev.dbops.cli.output;

import dev.dbops.OpsException;
import dev.dbops.query.RowSink;
import dev.dbops.text.Utf8Buffer;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes the results of commands to standard output, in the requested format. Commands pass records, and do not depend
 * on the format.
 */
public final class Output {
    private static final String UNWRITTEN = "cannot write to standard output";

    private final TextStream out;
    private final OutputFormat format;
    private final TableLayout layout;
    private final Paging paging;

    /**
     * @param paging shows lists that are longer than the screen
     */
    public Output(TextStream out, OutputFormat format, TableLayout layout, Paging paging) {
        this.paging = paging;
        this.out = out;
        this.format = format;
        this.layout = layout;
    }

    /**
     * Writes one result.
     *
     * @param result a record; its components are the fields of the JSON object
     * @param sentence what a person reads instead, unless it is empty; a list of records inside the result follows it
     *     as a table
     */
    public void print(Record result, String sentence) {
        print(result, sentence, 0);
    }

    /**
     * The number of rows of a long list to fetch.
     *
     * @param most the number of rows in a table; JSON and CSV have all rows
     */
    public int shownOf(int most) {
        return format == OutputFormat.table ? most : Integer.MAX_VALUE;
    }

    /**
     * As {@link #print(Record, String)}, for a result whose list may have been cut to {@link #shownOf}.
     *
     * @param total how many rows there would be
     */
    public void print(Record result, String sentence, long total) {
        paging.begin();
        printAll(result, sentence, total);
        paging.end();
    }

    private void printAll(Record result, String sentence, long total) {
        switch (format) {
            case table -> {
                if (!sentence.isEmpty()) {
                    out.println(sentence);
                }
                writeTable(RecordFields.listOfRecords(result), total);
            }
            case json -> JsonWriter.write(result, out);
            case csv -> {
                var details = RecordFields.listOfRecords(result);
                CsvWriter.write(details.isEmpty() ? List.of(result) : details, out);
            }
        }
    }

    private void writeTable(List<? extends Record> details, long total) {
        if (!details.isEmpty()) {
            tables().write(details);
        }
        if (total > details.size()) {
            out.println("... and %d more: -o json or -o csv shows all".formatted(total - details.size()));
        }
    }

    /** Shows what is written until the command ends page by page, if it is longer than the screen. */
    public void page() {
        paging.begin();
    }

    private TableWriter tables() {
        return new TableWriter(out, layout);
    }

    /** Returns whether the format is for people, for the few lists that have another form for programs. */
    public boolean isForPeople() {
        return format == OutputFormat.table;
    }

    /** Writes the rows of results while they arrive. */
    public RowSink rows() {
        return rows("");
    }

    /**
     * As {@link #rows()}.
     *
     * @param nullText what a table shows for NULL; JSON and CSV distinguish NULL from an empty text themselves
     */
    public RowSink rows(String nullText) {
        return switch (format) {
            case table -> new RowTable(this, layout, nullText);
            case json -> new RowObjects(this);
            case csv -> new RowCsv(this);
        };
    }

    /** Returns whether JSON is requested, for the few commands whose JSON is not a record. */
    public boolean isJson() {
        return format == OutputFormat.json;
    }

    /** Returns whether CSV is requested, for the same commands. */
    public boolean isCsv() {
        return format == OutputFormat.csv;
    }

    /**
     * Writes one result with many fields.
     *
     * @param result a record; a person reads a line for each of its components that is not empty
     */
    public void printFields(Record result) {
        switch (format) {
            case table -> FieldsWriter.write(result, out, tables());
            case json -> JsonWriter.write(result, out);
            case csv -> CsvWriter.write(List.of(result), out);
        }
    }

    /**
     * Writes text that is not a record, without a buffer.
     *
     * @throws OpsException of kind FAILED when nobody reads it any more
     */
    public void write(String text) {
        out.print(text);
        requireWritten();
    }

    /** A stream for text that comes in pieces and is not a record; it fails as {@link #write(String)} does. */
    public OutputStream stream() {
        return new CheckedStream(out);
    }

    /** Writes a colour or a cursor movement of our own, when a person reads the results. */
    public void style(String sequence) {
        out.style(sequence);
    }

    /** As {@link #write(String)}, for text that is in bytes already. */
    public void write(Utf8Buffer text) {
        out.write(text.bytes(), 0, text.length());
        requireWritten();
    }

    /** Writes data for programs, each byte as it is, on a terminal too. */
    void writeData(Utf8Buffer data) {
        out.data(data.bytes(), 0, data.length());
        requireWritten();
    }

    private void requireWritten() {
        if (out.checkError()) {
            throw unwritten();
        }
    }

    /** The failure of a command whose results were not written. */
    public static OpsException unwritten() {
        return new OpsException(OpsException.Kind.FAILED, UNWRITTEN, "is it closed, or the disk full?");
    }

    /** Returns whether a failure is {@link #unwritten}. */
    public static boolean isUnwritten(OpsException failure) {
        return failure.getMessage().equals(UNWRITTEN);
    }

    /**
     * Writes a list of results.
     *
     * @param rows records of one class
     * @param none what a person reads when there are none
     */
    public void print(List<? extends Record> rows, String none) {
        paging.begin();
        printAll(rows, none);
        paging.end();
    }

    private void printAll(List<? extends Record> rows, String none) {
        switch (format) {
            case table -> {
                if (rows.isEmpty()) {
                    out.println(none);
                } else {
                    tables().write(rows);
                }
            }
            case json -> JsonWriter.write(rows, out);
            case csv -> CsvWriter.write(rows, out);
        }
    }
}
