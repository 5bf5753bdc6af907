package dev.dbops.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationNameTest {
    @ParameterizedTest
    @CsvSource({
        "20261126174500_add_bio.sql, 20261126174500, add bio",
        "20261126174500-add-bio.sql, 20261126174500, add-bio",
        "0001.sql, 0001, ''",
        "V1__add_bio.sql, 1, add bio",
        "V1_2.3__add_bio.sql, 1.2.3, add bio",
        "R__the_views.sql, , the views",
        "V1__add_bio.SQL, 1, add bio",
        "1_add_bio.Sql, 1, add bio",
        "R__the_views.SQL, , the views",
        "000001_add_bio.up.sql, 000001, add bio",
        "1.up.sql, 1, ''"
    })
    void namesAreReadAsTheToolsReadThem(String file, String version, String description) {
        var name = MigrationName.parse(file).orElseThrow();

        assertThat(name.version().orElse(null)).isEqualTo(version);
        assertThat(name.description()).isEqualTo(description);
    }

    @ParameterizedTest
    @ValueSource(strings = {"add_bio.sql", "U1__add_bio.sql", "v1__add_bio.sql", "R__.sql", "V__add.sql", "1_a.txt"})
    void aFileThatIsNotAMigrationHasNoName(String file) {
        assertThat(MigrationName.parse(file)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "000001_add_bio.down.sql, true",
        "1.down.SQL, true",
        "1_add_bio.up.sql, false",
        "1_slow_down.sql, false",
        "1_down.sql, false",
        "V1__x.down.sql, false",
        "U2.1__add_bio.sql, true",
        "U2.sql, true",
        "U__x.sql, false"
    })
    void filesThatUndoAMigrationAreRecognisedByTheirNames(String file, boolean isDown) {
        assertThat(MigrationName.parseDown(file).isPresent()).isEqualTo(isDown);
    }
}
