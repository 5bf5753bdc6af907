package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which targets may be overwritten only by name. */
class ProtectionTest {
    @ParameterizedTest
    @CsvSource({
        "prod, the environment is prod",
        "Prod, the environment is Prod",
        "production, the environment is production",
        "PRODUCTION, the environment is PRODUCTION"
    })
    void theProductionEnvironmentIsProtected(String environment, String reason) {
        // given
        var target = target("postgres://localhost/d", new Origin.UrlVariable("X_CONNECTION_URL", environment));

        // when, then
        assertThat(Protection.of(target)).isEqualTo(new Protection.Protected(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.abc123.us-east-1.rds.amazonaws.com",
                "DB.ABC123.US-EAST-1.RDS.AMAZONAWS.COM",
                "db.abc123.us-east-1.rds.amazonaws.com.",
                "app.proxy-abc123.us-east-1.rds.amazonaws.com",
                "db.abc123.rds.amazonaws.com.cn",
                "db.abc123.rds.cn-north-1.amazonaws.com.cn",
                "db.abc123.rds.cn-north-1.amazonaws.com.cn."
            })
    void aHostOnRdsIsProtected(String host) {
        // given
        var target = target("postgres://localhost," + host + ":5433/d", new Origin.UrlOption());

        // when, then
        assertThat(Protection.of(target)).isEqualTo(new Protection.Protected("host " + host + " is on Amazon RDS"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "rds.amazonaws.com.example.org",
                "myrds.amazonaws.com",
                "db.rds.example.com",
                "ec2-1-2-3-4.compute-1.amazonaws.com"
            })
    void anyOtherHostIsNot(String host) {
        // given
        var target = target("postgres://" + host + "/production", new Origin.UrlVariable("DEV_CONNECTION_URL", "dev"));

        // when, then
        assertThat(Protection.of(target)).isEqualTo(new Protection.Unprotected());
    }

    @Test
    void theMarkInTheDatabaseHasAReasonOfItsOwn() {
        assertThat(Protection.markedInDatabase())
                .isEqualTo(new Protection.Protected("the database is marked as protected"));
    }

    private static ConnectionTarget target(String url, Origin origin) {
        return ConnectionUrl.parse(url)
                .resolve(origin, TestSurroundings.empty())
                .target();
    }
}
