package dev.dbops.doctor.schema;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Step;
import java.util.List;

/**
 * One of the objects that a question found.
 *
 * @param name its name, quoted as in SQL
 * @param detail what else there is to say; may be empty
 * @param total how many objects there are of the kind; only the first ones are read
 */
record NamedObject(String name, String detail, long total) {
    /**
     * A check that warns of all objects that its question finds.
     *
     * @param file the question
     * @param none what is said when there are none
     * @param some what is said of them, before their names
     * @param remedy what to do, with the name of the first in place of %s
     */
    static Check<NamedObject> warnOf(Step step, String file, String none, String some, String remedy) {
        var query = SchemaSteps.query(
                file, row -> new NamedObject(row.getString("name"), row.getString("detail"), row.getLong("total")));
        return Check.of(step, query, found -> found.isEmpty() ? step.ok(none) : warning(step, found, some, remedy));
    }

    private static Finding warning(Step step, List<NamedObject> found, String some, String remedy) {
        var names = found.stream().map(NamedObject::describe).toList();
        var first = found.getFirst();
        return step.warning(some + ": " + Figures.names(names, first.total()), remedy.formatted(first.name()));
    }

    private String describe() {
        return detail.isEmpty() ? name : name + " (" + detail + ")";
    }
}
