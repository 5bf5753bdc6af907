package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.Resource;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No value of any type loses anything on its way into the log. */
public class EveryTypeTest {
    /** Those of the server's own tables, which a column of a user's cannot have or has no use for. */
    private static final String WITHOUT_VALUES =
            "'pg_node_tree', 'pg_ndistinct', 'pg_dependencies', 'pg_mcv_list', 'pg_brin_bloom_summary',"
                    + " 'pg_brin_minmax_multi_summary', 'gtsvector'";

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void everyValueCanBeReadBackFromTheLog(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run(Resource.text(EveryTypeTest.class, "every-type.sql")).install("every_type");

            // a session of other settings, a rewrite of every row, and nothing of it may be seen
            db.run("SET extra_float_digits = -5; SET bytea_output = 'escape'; SET TimeZone = 'Asia/Kolkata'")
                    .run("UPDATE every_type SET id = id")
                    .run("RESET extra_float_digits; RESET bytea_output; SET TimeZone = 'UTC'");

            assertThat(db.rows("SELECT count(*) FROM dbops.event_log")).containsExactly("5");
            assertThat(db.rows("""
                SELECT t.id, %s
                  FROM every_type AS t
                  JOIN dbops.event_log AS e ON (e.key->>'id')::int = t.id
                  CROSS JOIN LATERAL jsonb_populate_record(NULL::every_type, e.after - '{json_,jsonb_,document_}'::text[]) AS r
                 ORDER BY t.id
                """.formatted(comparisons(db)))).containsExactly("1|", "2|", "3|", "4|", "5|");
        }
    }

    /** The names of the columns that differ. */
    private static String comparisons(CaptureDatabase db) {
        var differing = new ArrayList<String>();
        for (var row :
                db.rows("SELECT format('%I', attname), format('%L', attname), atttypid::regtype FROM pg_attribute"
                        + " WHERE attrelid = 'every_type'::regclass AND attnum > 0")) {
            var column = row.split("\\|", 3);
            var value = "e.after->" + column[1];
            var same = switch (column[2]) {
                case "json" -> "(e.after->>%s) IS NOT DISTINCT FROM t.%s::text".formatted(column[1], column[0]);
                case "jsonb", "document" ->
                    "(CASE jsonb_typeof(%1$s) WHEN 'string' THEN (e.after->>%2$s)::jsonb WHEN 'null' THEN NULL ELSE %1$s END)::text IS NOT DISTINCT FROM t.%3$s::text"
                            .formatted(value, column[1], column[0]);
                default -> "r.%1$s::text IS NOT DISTINCT FROM t.%1$s::text".formatted(column[0]);
            };
            differing.add("CASE WHEN " + same + " THEN NULL ELSE " + column[1] + " END");
        }
        return "concat_ws(' ', " + String.join(", ", differing.subList(0, differing.size() / 2))
                + ") || concat_ws(' ', " + String.join(", ", differing.subList(differing.size() / 2, differing.size()))
                + ")";
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void noBuiltInTypeIsMissing(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run(Resource.text(EveryTypeTest.class, "every-type.sql"));

            assertThat(db.rows("""
                SELECT typname
                  FROM pg_type
                 WHERE typnamespace = 'pg_catalog'::regnamespace
                   AND typtype IN ('b', 'e', 'd', 'r', 'm')
                   AND NOT (typlen = -1 AND typelem <> 0 AND typname LIKE '\\_%%')
                   AND typname NOT IN (%s)
                   AND oid NOT IN (SELECT atttypid FROM pg_attribute WHERE attrelid = 'every_type'::regclass)
                 ORDER BY 1
                """.formatted(WITHOUT_VALUES))).isEmpty();
        }
    }
}
