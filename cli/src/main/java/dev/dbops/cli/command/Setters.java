package dev.dbops.cli.command;

import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Model.ISetter;

/** Adapts consumers to the setters through which picocli passes on the values of options and arguments. */
final class Setters {
    private Setters() {}

    /** Passes on one value. picocli first sets every option to null; the field then keeps its default. */
    static <T> ISetter single(Class<T> type, Consumer<T> target) {
        return new ISetter() {
            @Override
            public <V> V set(V value) {
                if (value != null) {
                    target.accept(type.cast(value));
                }
                return value;
            }
        };
    }

    /** Passes on the values of a list one by one. */
    static ISetter each(Consumer<String> target) {
        return new ISetter() {
            /** Without a getter, picocli makes a new list each time that the option is given. */
            @Override
            public <V> V set(V value) {
                if (value instanceof List<?> values) {
                    values.forEach(each -> target.accept((String) each));
                }
                return value;
            }
        };
    }

    /** Refuses empty values. An option for which an empty value is meaningful does not use it. */
    static <T> Consumer<T> filled(Consumer<T> target, String name) {
        return value -> {
            ValueCheck.requireText(value, name);
            target.accept(value);
        };
    }
}
