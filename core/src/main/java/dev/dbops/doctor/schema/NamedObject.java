package dev.dbops.doctor.schema;

import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import dev.dbops.doctor.Step;
import java.util.List;

/**
 * One of the objects that a query found.
 *
 * @param name its name, quoted as in SQL
 * @param detail additional information; may be empty
 * @param argument the part of the remedy's command that names it
 * @param total how many objects there are of the kind; only the first ones are read
 */
record NamedObject(String name, String detail, String argument, long total) {
    /**
     * A check that warns about all objects that its query finds.
     *
     * @param file the query's file
     * @param none the message if there are none
     * @param some the message before their names
     * @param remedy the remedy, as for {@link Remedy#of(String, Object...)}, with %s for the name of the first object
     */
    static Check<NamedObject> warnOf(Step step, String file, String none, String some, String remedy) {
        return warnOf(step, file, none, some, remedy, "name");
    }

    /**
     * As {@link #warnOf(Step, String, String, String, String)}.
     *
     * @param argument the column that replaces %s in the remedy
     */
    static Check<NamedObject> warnOf(Step step, String file, String none, String some, String remedy, String argument) {
        var query = SchemaSteps.query(
                file,
                row -> new NamedObject(
                        row.getString("name"), row.getString("detail"), row.getString(argument), row.getLong("total")));
        return Check.of(step, query, found -> found.isEmpty() ? step.ok(none) : warning(step, found, some, remedy));
    }

    private static Finding warning(Step step, List<NamedObject> found, String some, String remedy) {
        var names = found.stream().map(NamedObject::describe).toList();
        var first = found.getFirst();
        return step.warning(some + ": " + Figures.names(names, first.total()), Remedy.of(remedy, first.argument()));
    }

    private String describe() {
        return detail.isEmpty() ? name : name + " (" + detail + ")";
    }
}
