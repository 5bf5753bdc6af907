package dev.dbops.compare;

/**
 * A column of a table that is compared.
 *
 * @param name its name
 * @param type the name of its type, without length and precision
 * @param kind how its values are hashed
 * @param inputType the type below its domains, as statements write it
 * @param equality the operator that compares its values, with its schema
 * @param notNull whether it never is NULL
 */
record ComparedColumn(String name, String type, ValueKind kind, String inputType, String equality, boolean notNull) {
    /** The same column, hashed as text, since it has another type in the other database. */
    ComparedColumn asText() {
        return new ComparedColumn(
                name, type, kind == ValueKind.BPCHAR ? kind : ValueKind.OTHER, inputType, equality, notNull);
    }
}
