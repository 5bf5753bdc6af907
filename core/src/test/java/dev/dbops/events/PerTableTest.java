package dev.dbops.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.postgres.TableName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerTableTest {
    @Test
    void eachTableIsComputedOnce() {
        var computed = new ArrayList<TableName>();
        var names = new PerTable<String>(table -> {
            computed.add(table);
            return table.toString();
        });

        var found =
                List.of(event("a", "b"), event("a", "b"), event("a", "c"), event("b", "b"), event("a", "b")).stream()
                        .map(names::of)
                        .toList();

        assertThat(found).containsExactly("a.b", "a.b", "a.c", "b.b", "a.b");
        assertThat(computed).containsExactly(new TableName("a", "b"), new TableName("a", "c"), new TableName("b", "b"));
    }

    private static Event event(String schema, String table) {
        return new Event(1, "1", 0, schema, table, Operation.INSERT, "", "", "", "");
    }
}
