package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The table of connection parameters. */
class ConnectionParametersTest {
    @Test
    void everyKeywordAndEveryVariableIsListedOnce() {
        // given
        var keywords = ConnectionParameters.keywords();

        // when, then
        assertThat(keywords).extracting(LibpqKeyword::name).doesNotHaveDuplicates();
        assertThat(keywords)
                .extracting(LibpqKeyword::variable)
                .filteredOn(variable -> !variable.isEmpty())
                .doesNotHaveDuplicates();
    }

    @Test
    void theDriverGetsNoParameterForServerDatabaseRoleOrPassword() {
        assertThat(ConnectionParameters.keywordsForDriver())
                .contains("sslmode", "connect_timeout", "options", "target_session_attrs")
                .doesNotContain("host", "hostaddr", "port", "dbname", "user", "password", "service", "passfile");
    }

    @Test
    void thePasswordsAreSecret() {
        assertThat(ConnectionParameters.isSecret("password")).isTrue();
        assertThat(ConnectionParameters.isSecret("sslpassword")).isTrue();
        assertThat(ConnectionParameters.isSecret("sslmode")).isFalse();
    }
}
