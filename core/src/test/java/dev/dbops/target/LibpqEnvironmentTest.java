package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The environment through which another program that uses libpq gets a target. */
class LibpqEnvironmentTest {
    @Test
    void theSettingsOfTheTargetAreVariables() {
        var variables = of("postgresql://ann:p%40ss@one,two:6432/shop?sslmode=require&application_name=desk"
                        + "&target_session_attrs=read-write&connect_timeout=3&options=-c%20search_path%3Dx")
                .over(Map.of("PATH", "/bin"));

        assertThat(variables)
                .containsOnly(
                        Map.entry("PATH", "/bin"),
                        Map.entry("PGHOST", "one,two"),
                        Map.entry("PGPORT", "5432,6432"),
                        Map.entry("PGDATABASE", "shop"),
                        Map.entry("PGUSER", "ann"),
                        Map.entry("PGPASSWORD", "p@ss"),
                        Map.entry("PGSSLMODE", "require"),
                        Map.entry("PGAPPNAME", "desk"),
                        Map.entry("PGTARGETSESSIONATTRS", "read-write"),
                        Map.entry("PGCONNECT_TIMEOUT", "3"),
                        Map.entry("PGOPTIONS", "-c search_path=x"));
    }

    @Test
    void variablesOfAnotherTargetAreRemoved() {
        var variables = of("postgresql://ann@one/shop")
                .over(Map.of(
                        "PGSERVICE", "other",
                        "PGHOSTADDR", "10.0.0.1",
                        "PGPASSWORD", "another's",
                        "PGPASSFILE", "/elsewhere",
                        "PGSSLROOTCERT", "/elsewhere.pem",
                        "PGREQUIRESSL", "1",
                        "PGOPTIONS", "-c role=other"));

        assertThat(variables).containsOnlyKeys("PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGCONNECT_TIMEOUT");
    }

    @Test
    void variablesOfTheTerminalAndTheProgramStay() {
        var targetEnvironment = Map.of("PGCLIENTENCODING", "LATIN1", "PGTZ", "UTC", "PSQLRC", "/rc", "LESS", "-S");

        assertThat(of("postgresql://ann@one/shop").over(targetEnvironment)).containsAllEntriesOf(targetEnvironment);
    }

    @Test
    void anUnattendedProgramNoticesADeadServer() {
        assertThat(of("postgresql://ann@one/shop?keepalives_idle=60").connectionStringWithLimits())
                .isEqualTo("keepalives_idle=60 keepalives_interval=10 keepalives_count=3 tcp_user_timeout=50000");
    }

    @Test
    void theWaitForAConnectionIsLimited() {
        assertThat(of("postgresql://ann@one/shop").over(Map.of())).containsEntry("PGCONNECT_TIMEOUT", "10");
    }

    @Test
    void numbersWithoutAVariableAreInTheConnectionString() {
        var environment = of("postgresql://ann@one/shop?keepalives_idle=60&tcp_user_timeout=5000");

        assertThat(environment.connectionString()).isEqualTo("keepalives_idle=60 tcp_user_timeout=5000");
        assertThat(environment.leftOut()).isEmpty();
    }

    @Test
    void aSettingThatCannotBePassedOnIsNamedWithoutItsValue() {
        var environment = of("postgresql://ann@one/shop?prepareThreshold=0&sslpassword=hush");

        assertThat(environment.leftOut()).containsExactly("prepareThreshold", "sslpassword");
        assertThat(environment.connectionString()).isEmpty();
        assertThat(environment.over(Map.of())).doesNotContainValue("hush");
    }

    @Test
    void aHostOnRdsIsVerifiedByTheAuthoritiesThatDbOpsTrusts() {
        assertThat(of("postgresql://ann@cruddur-db.a1b2c3.eu-central-1.rds.amazonaws.com/shop")
                        .over(Map.of()))
                .containsEntry("PGSSLMODE", "verify-full")
                .hasEntrySatisfying("PGSSLROOTCERT", file -> assertThat(file).endsWith("/rds/all.pem"));
    }

    @ParameterizedTest
    @CsvSource({
        "target_session_attrs=standby, 14",
        "require_auth=scram-sha-256, 16",
        "sslrootcert=system, 16",
        "channel_binding=require, 13"
    })
    void aSettingThatAnOlderLibpqWouldIgnoreRequiresANewerOne(String setting, int version) {
        assertThat(of("postgresql://ann@one/shop?" + setting).requirements())
                .containsExactly(new LibpqEnvironment.Requirement(setting, version));
    }

    @ParameterizedTest
    @CsvSource({"target_session_attrs=read-write", "load_balance_hosts=random", "channel_binding=prefer"})
    void aSettingThatAnOlderLibpqMayIgnoreDoesNot(String setting) {
        assertThat(of("postgresql://ann@one/shop?" + setting).requirements()).isEmpty();
    }

    private static LibpqEnvironment of(String url) {
        var target = ConnectionUrl.parse(url)
                .resolve(new Origin.UrlOption(), TestEnvironment.empty())
                .target();
        return new LibpqEnvironment(target);
    }
}
