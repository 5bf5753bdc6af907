package dev.dbops.cli.output;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** The fields of a result record, by the names that users see. */
final class RecordFields {
    private RecordFields() {}

    /** The component's name in snake_case, as PostgreSQL and JSON users write it. */
    static String name(RecordComponent component) {
        var name = component.getName();
        var snake = new StringBuilder(name.length() + 4);
        for (var i = 0; i < name.length(); i++) {
            var letter = name.charAt(i);
            if (Character.isUpperCase(letter)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(letter));
        }
        return snake.toString();
    }

    static Object value(Record result, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            // The record may be public in a class that is not.
            accessor.setAccessible(true);
            return accessor.invoke(result);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("unreadable component " + component, e);
        }
    }

    /** The elements of the result's list of records, the first if it has several; empty when it has none. */
    static List<? extends Record> listOfRecords(Record result) {
        var lists = listsOfRecords(result);
        return lists.isEmpty() ? List.of() : lists.getFirst();
    }

    /** The result's lists of records, without those that are empty. */
    @SuppressWarnings("unchecked")
    static List<List<? extends Record>> listsOfRecords(Record result) {
        var lists = new ArrayList<List<? extends Record>>();
        for (var component : result.getClass().getRecordComponents()) {
            if (List.class.isAssignableFrom(component.getType())
                    && value(result, component) instanceof List<?> list
                    && !list.isEmpty()
                    && list.getFirst() instanceof Record) {
                lists.add((List<? extends Record>) list);
            }
        }
        return lists;
    }
}
