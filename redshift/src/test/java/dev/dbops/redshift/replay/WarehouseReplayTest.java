package dev.dbops.redshift.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.ddl.SchemaTriggers;
import dev.dbops.postgres.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarehouseReplayTest {
    private final WarehousePair pair = new WarehousePair(17);

    @AfterEach
    void close() {
        pair.close();
    }

    private void item() {
        pair.inSource("CREATE TABLE item (id int PRIMARY KEY, name text, price numeric(10,2), at timestamptz)")
                .capture("item");
    }

    @Test
    void insertsUpdatesAndDeletesArrive() {
        item();
        pair.inSource(
                "INSERT INTO item SELECT i, 'name ' || i, i * 1.5, '2026-01-01 12:00+01' FROM generate_series(1, 50)"
                        + " AS i",
                "UPDATE item SET name = 'changed' WHERE id % 3 = 0",
                "DELETE FROM item WHERE id % 5 = 0");

        pair.replay();

        pair.assertSame("SELECT id, name, price, at FROM item ORDER BY id");
        pair.inSource("UPDATE item SET id = id + 1000 WHERE id < 5", "INSERT INTO item VALUES (7777, '', NULL, NULL)");
        pair.replay();
        pair.assertSame("SELECT id, name, price, at FROM item ORDER BY id");
    }

    @Test
    void aTruncateArrives() {
        item();
        pair.inSource("INSERT INTO item VALUES (1, 'a', 1, now()), (2, 'b', 2, now())", "TRUNCATE item")
                .inSource("INSERT INTO item VALUES (2, 'c', 3, now())");

        pair.replay();

        pair.assertSame("SELECT * FROM item ORDER BY id");
    }

    @Test
    void aBatchIsOneTransactionWithSetsOfRows() {
        item();
        pair.inSource("INSERT INTO item SELECT i, 'x', i, now() FROM generate_series(1, 900) AS i");
        pair.replay();
        pair.inSource("UPDATE item SET name = 'y'", "DELETE FROM item WHERE id <= 10");
        pair.warehouse().forget();

        pair.replay();

        var statements = pair.warehouse().statements();
        assertThat(statements).hasSizeLessThan(60);
        pair.assertSame("SELECT * FROM item ORDER BY id");
    }

    @Test
    void aChangeOfATableStopsTheReplayUntilTheWarehouseHasFollowed() {
        item();
        pair.inSource("INSERT INTO item VALUES (1, 'a', 1, now())").replay();
        try (var database = Database.connect(pair.source().source())) {
            new SchemaTriggers(database).install();
        }
        pair.inSource("ALTER TABLE item RENAME COLUMN name TO \"Title\"", "INSERT INTO item VALUES (2, 'b', 2, now())")
                .withoutCreating();

        assertThat(pair.failure().getMessage())
                .contains("and the target has no column \"Title\" of type text in table public.item");
        pair.warehouse().execute("ALTER TABLE public.item RENAME COLUMN name TO title");
        pair.replay();

        assertThat(pair.warehouse().rows("SELECT id, title FROM item ORDER BY id"))
                .containsExactly("1|a", "2|b");
    }
}
