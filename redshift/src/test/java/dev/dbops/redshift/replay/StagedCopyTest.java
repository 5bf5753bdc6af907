package dev.dbops.redshift.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsEmulator;
import dev.dbops.redshift.standin.StatementTemplate;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Many rows go through S3. */
class StagedCopyTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/warehouse";

    private final AwsEmulator emulator = AwsEmulator.reset();
    private final AwsClients aws = emulator.clients();
    private final WarehousePair pair = new WarehousePair(17).batch(10_000).staged(place(""), emulator::clients);

    private static StagePlace place(String role) {
        return StagePlace.parse("s3://stage/db-ops", role);
    }

    @BeforeEach
    void bucket() {
        aws.s3().createBucket(request -> request.bucket("stage"));
        pair.warehouse().s3(aws.s3());
        pair.inSource("CREATE TABLE item (id int PRIMARY KEY, name text, doc jsonb, at timestamptz)")
                .capture("item");
    }

    @AfterEach
    void close() {
        pair.close();
        aws.close();
    }

    @Test
    void manyRowsAreCopiedAndFewAreInserted() {
        pair.inSource("""
            INSERT INTO item
            SELECT i, CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN '\\N' ELSE 'a "b"' || chr(9) || chr(10) || '☃' END,
                   '{"n": [1, null, "x"]}', '2026-01-02 03:04:05.678901+00'
              FROM generate_series(1, 3000) AS i
            """);

        pair.replay();

        pair.assertSame("SELECT id, name, doc, at FROM item ORDER BY id");
        assertThat(pair.warehouse().statements())
                .anyMatch(sql -> sql.startsWith("COPY ") && sql.contains("IAM_ROLE default"));
        pair.warehouse().forget();
        pair.inSource("DELETE FROM item WHERE id > 10", "UPDATE item SET name = 'x' WHERE id < 5")
                .batch(100);
        pair.replay();
        assertThat(pair.warehouse().statements()).noneMatch(sql -> sql.startsWith("COPY "));
        pair.assertSame("SELECT id, name, doc, at FROM item ORDER BY id");
    }

    @Test
    void noObjectStays() {
        pair.inSource("INSERT INTO item (id) SELECT i FROM generate_series(1, 3000) AS i");
        pair.warehouse().inject1023(StatementTemplate.COPY, 2);

        pair.staged(place(ROLE), emulator::clients).replay();

        assertThat(pair.warehouse().statements()).anyMatch(sql -> sql.contains("IAM_ROLE '" + ROLE + "'"));
        assertThat(aws.s3().listObjectsV2(request -> request.bucket("stage")).contents())
                .extracting(S3Object::key)
                .isEmpty();
        pair.assertSame("SELECT id FROM item ORDER BY id");
    }

    @Test
    void aMissingBucketIsASentence() {
        pair.inSource("INSERT INTO item (id) SELECT i FROM generate_series(1, 3000) AS i");

        var failure = pair.staged(StagePlace.parse("s3://other", ""), emulator::clients)
                .failure();

        assertThat(failure).hasMessageContaining("there is no bucket \"other\" for --stage");
        assertThat(failure.hint()).contains("create it in the region of the warehouse: aws s3 mb s3://other");
        // small batches before the large one were inserted
        assertThat(pair.warehouse().rows("SELECT count(*) < 3000 FROM item")).containsExactly("t");
        pair.staged(place(""), emulator::clients).replay();
        pair.assertSame("SELECT id FROM item ORDER BY id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3://", "s3://UPPER/x", "https://bucket/x", "s3://bucket/it's", "s3://bucket/a b", "bucket"})
    void otherPlacesAreRefused(String url) {
        assertThatThrownBy(() -> StagePlace.parse(url, ""))
                .isInstanceOfSatisfying(
                        OpsException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(OpsException.Kind.USAGE));
    }

    @Test
    void anotherRoleIsRefused() {
        assertThatThrownBy(() -> place("warehouse")).hasMessage("\"warehouse\" is not the ARN of a role");
        assertThat(place(ROLE)).isEqualTo(new StagePlace("stage", "db-ops/", Optional.of(ROLE)));
    }
}
