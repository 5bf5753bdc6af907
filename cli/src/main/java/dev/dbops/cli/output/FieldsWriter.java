package dev.dbops.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes one record for people, a field a line, without those that are empty; lists of records follow as tables. */
final class FieldsWriter {
    private static final String GAP = "  ";

    private FieldsWriter() {}

    static void write(Record result, TextStream out, TableWriter tables) {
        var names = new ArrayList<String>();
        var values = new ArrayList<String>();
        var width = 0;
        for (var component : result.getClass().getRecordComponents()) {
            var value = text(RecordFields.value(result, component));
            if (!value.isEmpty()) {
                names.add(RecordFields.name(component).replace('_', ' '));
                values.add(value);
                width = Math.max(width, names.getLast().length());
            }
        }
        for (var i = 0; i < names.size(); i++) {
            out.println(names.get(i) + " ".repeat(width - names.get(i).length()) + GAP + out.visible(values.get(i)));
        }
        for (var details : RecordFields.listsOfRecords(result)) {
            out.println();
            tables.write(details);
        }
    }

    private static String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? text(optional.get()) : "";
        }
        if (value instanceof Boolean truth) {
            return truth ? "yes" : "no";
        }
        if (value instanceof List<?> list) {
            return list.isEmpty() || list.getFirst() instanceof Record ? "" : CellText.plain(list);
        }
        return CellText.forPeople(value);
    }
}
