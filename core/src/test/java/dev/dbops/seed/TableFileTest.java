package dev.dbops.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.TableName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableFileTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "users=u.csv, ~~, users, u.csv",
                "Users=u=v.csv, ~~, users, u=v.csv",
                "app.users=-, app, users, -",
                "\"My Table\"=x, ~~, My Table, x",
                "\"a=b\".\"c.\"\"d\"=x, a=b, c.\"d, x",
                "größe_1$=x, ~~, größe_1$, x",
                "APP.\"Users\"=x, app, Users, x",
            })
    void theTableEndsAtTheFirstEqualsSignOutsideOfQuotes(String value, String schema, String table, String file) {
        var parsed = TableFile.parse(SeedFormat.CSV, value);

        assertThat(parsed).isEqualTo(new TableFile(SeedFormat.CSV, new TableName(schema, table), file));
        assertThat(TableName.parse(parsed.table().toString())).isEqualTo(parsed.table());
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "users=", "", "\"users=x"})
    void withoutATableAndAFileAnExampleIsShown(String value) {
        var failure = failure(value);

        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure).hasMessage("--csv takes TABLE=FILE, and \"%s\" is something else".formatted(value));
        assertThat(failure.hint()).hasValue("for example --csv users=users.csv");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "my-table=x, '-' needs quotes",
                "1st=x, '1' needs quotes",
                "a b=x, ' ' needs quotes",
                "\"a\"b=x, 'b' needs quotes",
                "a\"b\"=x, '\"' needs quotes",
                "a.b.c=x, it has more parts than schema and table",
                "=x, a part of it is empty",
                "a.=x, a part of it is empty",
                "\"\"=x, a part of it is empty",
            })
    void anInvalidNameIsRefused(String value, String reason) {
        var failure = failure(value);

        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(failure).hasMessageEndingWith(" is not a valid table name: " + reason);
        assertThat(failure.hint().orElseThrow()).contains("'\"My Table\"=FILE'");
    }

    private static OpsException failure(String value) {
        return catchThrowableOfType(OpsException.class, () -> TableFile.parse(SeedFormat.CSV, value));
    }
}
