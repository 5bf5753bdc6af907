package dev.dbops.cli.output;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.query.Column;
import dev.dbops.query.Row;
import dev.dbops.query.RowSink;
import dev.dbops.text.Utf8Buffer;
import java.util.List;

/** Writes the one row that there must be: its only value as it is, or the row as an object of JSON. */
public final class SingleCell implements RowSink {
    private final Output output;
    private final Form form;
    private final String option;
    private String text = "";
    private int rows;

    private SingleCell(Output output, Form form, String option) {
        this.output = output;
        this.form = form;
        this.option = option;
    }

    /** The value; NULL is an empty line. */
    public static SingleCell value(Output output) {
        return new SingleCell(output, Form.CELLS, "--value");
    }

    /** The object. */
    public static SingleCell object(Output output) {
        return new SingleCell(output, Form.OBJECTS, "--object");
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public void begin(List<Column> columns) {
        if (form == Form.CELLS && columns.size() != 1) {
            throw new OpsException(
                    Kind.FAILED,
                    "--value requires one column, and the result has " + columns.size(),
                    "select the one that is wanted, or the row with --object");
        }
    }

    @Override
    public void row(Row row) {
        rows++;
        if (rows > 1) {
            throw new OpsException(
                    Kind.FAILED, option + " requires one row, and there are several", "narrow it down: WHERE, LIMIT 1");
        }
        text = row.text(0);
    }

    @Override
    public void end() {}

    @Override
    public void finish() {
        if (rows == 0) {
            throw new OpsException(
                    Kind.FAILED, option + " requires one row, and there is none", "-o json and -o csv take any number");
        }
        var line = new Utf8Buffer().append(text).append('\n');
        if (form == Form.CELLS) {
            output.writeData(line);
        } else {
            output.write(line);
        }
    }
}
