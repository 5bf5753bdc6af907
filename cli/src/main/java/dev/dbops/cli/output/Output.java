package dev.dbops.cli.output;

import dev.dbops.OpsException;
import java.io.PrintStream;
import java.util.List;

/**
 * Writes the results of commands to standard output, in the format that was asked for. Commands hand over records and
 * know no format.
 */
public final class Output {
    private final PrintStream out;
    private final OutputFormat format;

    public Output(PrintStream out, OutputFormat format) {
        this.out = out;
        this.format = format;
    }

    /**
     * Writes one result.
     *
     * @param result a record; its components are the fields of the JSON object
     * @param sentence what a person reads instead, unless it is empty; a list of records inside the result follows it
     *     as a table
     */
    public void print(Record result, String sentence) {
        print(result, sentence, Integer.MAX_VALUE);
    }

    /**
     * As {@link #print(Record, String)}, for a result whose list may be long.
     *
     * @param most how many rows of it a person gets to see
     */
    public void print(Record result, String sentence, int most) {
        switch (format) {
            case table -> {
                if (!sentence.isEmpty()) {
                    out.println(sentence);
                }
                writeTable(RecordFields.listOfRecords(result), most);
            }
            case json -> JsonWriter.write(result, out);
            case csv -> {
                var details = RecordFields.listOfRecords(result);
                CsvWriter.write(details.isEmpty() ? List.of(result) : details, out);
            }
        }
    }

    private void writeTable(List<? extends Record> details, int most) {
        if (!details.isEmpty()) {
            TableWriter.write(details.subList(0, Math.min(most, details.size())), out);
        }
        if (details.size() > most) {
            out.println("... and %d more: -o json or -o csv shows all".formatted(details.size() - most));
        }
    }

    /**
     * Writes one result with many fields.
     *
     * @param result a record; a person reads a line for each of its components that is not empty
     */
    public void printFields(Record result) {
        switch (format) {
            case table -> FieldsWriter.write(result, out);
            case json -> JsonWriter.write(result, out);
            case csv -> CsvWriter.write(List.of(result), out);
        }
    }

    /**
     * Writes text that is no record, as it is and at once.
     *
     * @throws OpsException of kind FAILED when nobody reads it any more
     */
    public void write(String text) {
        out.print(text);
        if (out.checkError()) {
            throw new OpsException(
                    OpsException.Kind.FAILED,
                    "cannot write to standard output",
                    "is the disk full, or the pipe closed?");
        }
    }

    /**
     * Writes a list of results.
     *
     * @param rows records of one class
     * @param none what a person reads when there are none
     */
    public void print(List<? extends Record> rows, String none) {
        switch (format) {
            case table -> {
                if (rows.isEmpty()) {
                    out.println(none);
                } else {
                    TableWriter.write(rows, out);
                }
            }
            case json -> JsonWriter.write(rows, out);
            case csv -> CsvWriter.write(rows, out);
        }
    }
}
