package dev.dbops.redshift.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.Resource;
import dev.dbops.events.capture.EveryTypeTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values of every type are in the warehouse as they are in the source, or are refused by name. */
class WarehouseTypesTest {
    private static final String COLUMNS = """
        SELECT a.attname
          FROM pg_attribute AS a
         WHERE a.attrelid = 'every_type'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> 'id'
         ORDER BY a.attnum
        """;

    /** Texts keep what PostgreSQL shows; SUPER has the JSON of arrays and composite values. */
    private static final String DIFFERING = """
        float4_ 1|NaN -> refused
        float8_ 1|Infinity -> refused
        numeric_ 3|100000000000000000000000000000000000000000000000000000000000 -> refused
        bpchar_ 1|ab -> 1|ab  \s
        timestamp_ 1|infinity -> refused
        timestamptz_ 1|-infinity -> refused
        json_ 1|{"b":1,  "a":2, "a":3} -> 1|{"a": 3, "b": 1}
        int2vector_ 1|1 2 3 -> 1|[1, 2, 3]
        oidvector_ 1|1 2 3 -> 1|[1, 2, 3]
        ints 1|[0:2]={1,NULL,3} -> refused
        ints 3|{} -> 3|[]
        ints 4|{NULL} -> 4|[null]
        texts 1|{"",NULL,"NULL","a,b","{}","\\"\\\\"} -> 1|["", null, "NULL", "a,b", "{}", "\\"\\\\"]
        texts 3|{} -> 3|[]
        texts 4|{NULL,"null"} -> 4|[null, "null"]
        matrix 1|[-1:0][5:6]={{1e+300,NaN},{-Infinity,0.1}} -> refused
        matrix 3|{{1,2},{3,4}} -> 3|[[1, 2], [3, 4]]
        matrix 4|{} -> 4|[]
        jsons 1|{"{\\"a\\":1,  \\"a\\":2}","null",NULL} -> 1|[{"a": 2}, null, null]
        jsons 3|{} -> 3|[]
        jsons 4|{1} -> 4|[1]
        times 1|{infinity,"2026-01-02 03:04:05.123456+00"} -> 1|["infinity", "2026-01-02T03:04:05.123456+00:00"]
        moods 1|{sad,NULL} -> 1|["sad", null]
        addresses 1|{"(\\"a \\"\\"b\\"\\", (c)\\",,infinity)",NULL} -> 1|["(\\"a \\"\\"b\\"\\", (c)\\",,infinity)", null]
        numbers_ 1|[5:5]={1} -> refused
        numbers_ 3|{1,2} -> 3|[1, 2]
        numbers_ 5|{} -> 5|[]
        address_ 1|(a,1,"0001-01-01 BC") -> 1|{"since": "0001-01-01 BC", "number": 1, "street": "a"}
        envelope_ 1|("(b,2,)","[2:3]={x,NULL}","[1,  2]") -> 1|"(\\"(b,2,)\\",\\"[2:3]={x,NULL}\\",\\"[1,  2]\\")"
        """;

    private static final String REFUSED = """
        column value of table public.t05 of the warehouse: the value is not a finite number
        column value of table public.t06 of the warehouse: the value is not a finite number
        column value of table public.t07 of the warehouse: the value has 147,456 bytes, and VARCHAR(65535) takes 65,535
        column value of table public.t20 of the warehouse: TIMESTAMP has no infinite values
        column value of table public.t21 of the warehouse: TIMESTAMPTZ has no infinite values
        column value of table public.t71 of the warehouse: SUPER cannot keep an array whose first index is not 1
        column value of table public.t73 of the warehouse: SUPER cannot keep an array whose first index is not 1
        column value of table public.t81 of the warehouse: SUPER cannot keep an array whose first index is not 1
        """;

    private final WarehousePair pair = new WarehousePair(17).deadLetters().batch(1);

    @AfterEach
    void close() {
        pair.close();
    }

    /** A table for each column, so that a value that is refused hides no other. */
    private List<String> tables() {
        pair.inSource(Resource.text(EveryTypeTest.class, "every-type.sql"));
        var tables = new ArrayList<String>();
        for (var column : pair.source().sourceRows(COLUMNS)) {
            var table = "t%02d".formatted(tables.size());
            var quoted = '"' + column.replace("\"", "\"\"") + '"';
            pair.inSource(
                    "CREATE TABLE %s AS SELECT id, %s AS value FROM every_type WITH NO DATA".formatted(table, quoted),
                    "ALTER TABLE %s ADD PRIMARY KEY (id)".formatted(table));
            pair.capture(table);
            pair.inSource("INSERT INTO %s SELECT id, %s FROM every_type ORDER BY id".formatted(table, quoted));
            tables.add(table);
        }
        return tables;
    }

    @Test
    void everyValueIsTheSameOrRefused() {
        var tables = tables();

        pair.replay();

        assertThat(pair.warehouse().gate().refused()).isEmpty();
        var columns = pair.source().sourceRows(COLUMNS);
        var differing = new StringBuilder();
        for (var i = 0; i < tables.size(); i++) {
            var query =
                    "SELECT id, coalesce(left(value::text, 60), 'NULL') FROM %s ORDER BY id".formatted(tables.get(i));
            var target = pair.warehouse().rows(query);
            for (var row : pair.source().sourceRows(query)) {
                if (!target.contains(row)) {
                    var inTarget = target.stream()
                            .filter(other -> other.startsWith(row.substring(0, 2)))
                            .findFirst()
                            .orElse("refused");
                    differing.append("%s %s -> %s%n".formatted(columns.get(i), row, inTarget));
                }
            }
        }
        assertThat(differing.toString()).isEqualTo(DIFFERING);
        assertThat(String.join("\n", pair.putAside())).isEqualTo(REFUSED.strip());
    }
}
