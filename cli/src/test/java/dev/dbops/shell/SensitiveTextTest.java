package dev.dbops.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that the history does not keep. */
class SensitiveTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER ROLE ann PASSWORD 'x';",
                "create user ann\n  login\n  encrypted password $$x$$;",
                "alter user mapping for ann server s options (set password 'x');",
                "SELECT dblink_connect('host=h user=u password=x');",
                "CREATE SUBSCRIPTION s CONNECTION 'postgresql://u:x@h/d' PUBLICATION p;",
                "update users set password_hash = 'x';",
                "select * from users where password='x';"
            })
    void whatMayHoldAPassword(String text) {
        assertThat(SensitiveText.isIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1;",
                "\\d users",
                "select usename from pg_user;",
                "create role ann login;",
                "select password_reset_at from users;"
            })
    void allElseIsKept(String text) {
        assertThat(SensitiveText.isIn(text)).isFalse();
    }
}
