package dev.dbops.aws.dataapi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.services.rdsdata.model.Field;
import software.amazon.awssdk.services.rdsdata.model.SqlParameter;

/**
 * The types that the server infers. The Data API sends each value as text of type varchar, and the server does not
 * convert it to the type of its position by itself. So PREPARE finds the types, in the same transaction.
 */
final class PreparedTypes {
    /** The view has the types of the columns since this version. */
    private static final int WITH_COLUMNS = 160_000;

    private static final String DEALLOCATE = "DEALLOCATE dbops_statement";
    private static final String PARAMETERS = """
        SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.typname)
          FROM pg_catalog.pg_prepared_statements AS s,
               pg_catalog.unnest(s.parameter_types) WITH ORDINALITY AS u (type, number)
          JOIN pg_catalog.pg_type AS t ON t.oid = u.type
          JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
         WHERE s.name = 'dbops_statement'
         ORDER BY u.number
        """;

    private static final String COLUMNS = """
        SELECT (CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END)::pg_catalog.int8
          FROM pg_catalog.pg_prepared_statements AS s,
               pg_catalog.unnest(s.result_types) WITH ORDINALITY AS u (type, number)
          JOIN pg_catalog.pg_type AS t ON t.oid = u.type
         WHERE s.name = 'dbops_statement'
         ORDER BY u.number
        """;

    private static final String NAME = """
        SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(t.typname)
          FROM pg_catalog.pg_type AS t
          JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
         WHERE t.oid = CAST(:oid AS pg_catalog.int8)::pg_catalog.oid
        """;

    private final DataApiSession session;
    private int version;

    PreparedTypes(DataApiSession session) {
        this.session = session;
    }

    /** Sets the server's version. */
    void serverVersion(int number) {
        version = number;
    }

    /**
     * The names of the types of a statement's parameters.
     *
     * @param given their OIDs, or 0
     */
    List<String> names(StatementShape shape, int[] given) throws ServerRefusal {
        var names = new ArrayList<String>();
        for (var type : given) {
            names.add(TypeNames.of(type).orElse("unknown"));
        }
        var inferred = Arrays.stream(given).anyMatch(type -> type == 0)
                ? inferred(shape, names, PARAMETERS)
                : List.<Field>of();
        for (var i = 0; i < given.length; i++) {
            if (given[i] == 0) {
                // a value that the statement does not use has no type
                names.set(i, i < inferred.size() ? inferred.get(i).stringValue() : "pg_catalog.text");
            } else if (names.get(i).equals("unknown")) {
                names.set(i, name(given[i]));
            }
        }
        return names;
    }

    private String name(int type) throws ServerRefusal {
        var parameter = SqlParameter.builder()
                .name("oid")
                .value(Field.fromLongValue(Integer.toUnsignedLong(type)))
                .build();
        var found = session.execute(NAME, List.of(parameter)).records();
        return found.isEmpty() ? "pg_catalog.text" : found.getFirst().getFirst().stringValue();
    }

    /** The OIDs of the types of the columns of a statement that changes rows; none from an older server. */
    List<Integer> columns(StatementShape shape, List<String> parameters) throws ServerRefusal {
        return version < WITH_COLUMNS
                ? List.of()
                : inferred(shape, parameters, COLUMNS).stream()
                        .map(field -> field.longValue().intValue())
                        .toList();
    }

    private List<Field> inferred(StatementShape shape, List<String> parameters, String question) throws ServerRefusal {
        var prepared = new WrappedSql(shape, parameters).prepared();
        try {
            session.execute(prepared.text(), List.of());
        } catch (ServerRefusal e) {
            throw e.at(prepared.position(e.position()));
        }
        var found = session.execute(question, List.of()).records().stream()
                .map(List::getFirst)
                .toList();
        session.execute(DEALLOCATE, List.of());
        return found;
    }
}
