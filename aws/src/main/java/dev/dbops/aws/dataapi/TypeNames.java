package dev.dbops.aws.dataapi;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The types of the server whose OIDs never change (its catalog file pg_type.dat). */
final class TypeNames {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(16, "bool"),
            Map.entry(17, "bytea"),
            Map.entry(18, "\"char\""),
            Map.entry(19, "name"),
            Map.entry(20, "int8"),
            Map.entry(21, "int2"),
            Map.entry(23, "int4"),
            Map.entry(25, "text"),
            Map.entry(26, "oid"),
            Map.entry(114, "json"),
            Map.entry(700, "float4"),
            Map.entry(701, "float8"),
            Map.entry(1000, "_bool"),
            Map.entry(1005, "_int2"),
            Map.entry(1007, "_int4"),
            Map.entry(1009, "_text"),
            Map.entry(1015, "_varchar"),
            Map.entry(1016, "_int8"),
            Map.entry(1042, "bpchar"),
            Map.entry(1043, "varchar"),
            Map.entry(1082, "date"),
            Map.entry(1083, "time"),
            Map.entry(1114, "timestamp"),
            Map.entry(1184, "timestamptz"),
            Map.entry(1186, "\"interval\""),
            Map.entry(1266, "timetz"),
            Map.entry(1700, "numeric"),
            Map.entry(2950, "uuid"),
            Map.entry(3802, "jsonb"));

    private static final int TEXT = 25;
    private static final Map<String, Integer> TYPES = new HashMap<>();

    static {
        NAMES.forEach((type, name) -> TYPES.put(name, type));
        // the JDBC names of columns with a sequence
        TYPES.put("smallserial", 21);
        TYPES.put("serial", 23);
        TYPES.put("bigserial", 20);
    }

    private TypeNames() {}

    /** The name of a type, for SQL. */
    static Optional<String> of(int type) {
        return Optional.ofNullable(NAMES.get(type)).map(name -> "pg_catalog." + name);
    }

    /** The OID of a type by the name in the metadata of a result; the one of text when it is not known. */
    static int type(String name) {
        return TYPES.getOrDefault(name, TEXT);
    }
}
