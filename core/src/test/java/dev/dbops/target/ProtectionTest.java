package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The targets that may be overwritten only by name. */
class ProtectionTest {
    @ParameterizedTest
    @CsvSource({
        "prod, the environment is prod",
        "Prod, the environment is Prod",
        "production, the environment is production",
        "PRODUCTION, the environment is PRODUCTION",
        "prd, the environment is prd",
        "live, the environment is live",
        "production-eu, the environment is production-eu",
        "eu_prod, the environment is eu_prod",
        "prod2, the environment is prod2",
        "Live-01_us, the environment is Live-01_us"
    })
    void theProductionEnvironmentIsProtected(String environment, String reason) {
        // given
        var target = target("postgres://localhost/d", new Origin.UrlVariable("X_CONNECTION_URL", environment));

        // when, then
        assertThat(Protection.of(target)).isEqualTo(new Protection.Protected(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "product", "reproduction", "products-2", "livestock", "2prod", "alive", "staging"})
    void anotherWordIsNotProduction(String environment) {
        // given
        var target = target("postgres://localhost/d", new Origin.UrlVariable("X_CONNECTION_URL", environment));

        // when, then
        assertThat(Protection.of(target)).isEqualTo(new Protection.Unprotected());
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://db.example.com/shop, postgres://me:secret@DB.example.com.:5432/shop",
        "postgres://db.example.com:6543/shop, jdbc:postgresql://db.example.com:6543/shop?user=me",
        "'postgres://a:1111,b:2222/shop', 'postgres://c,B:2222/shop'",
        "postgres://localhost/shop, postgres://127.0.0.1/shop",
        "postgres://[::1]/shop, postgres://localhost:5432/shop",
        "postgres:///shop?host=/tmp, postgres://localhost:5432/shop",
        "postgres://127.0.0.1/shop, postgres:///shop?host=/run/postgresql",
        "postgres://db.example.com/shop?hostaddr=10.0.0.7, postgres://10.0.0.7/shop",
        "postgres://10.0.0.7/shop, postgres://db.example.com/shop?hostaddr=10.0.0.7"
    })
    void theProductionDatabaseIsProtectedByWhateverUrl(String production, String url) {
        for (var resolution : named(url, Map.of("EU_PROD_CONNECTION_URL", production))) {
            assertThat(Protection.of(resolution))
                    .isEqualTo(new Protection.Protected("it is the database of EU_PROD_CONNECTION_URL"));
        }
    }

    @Test
    void libpqVariablesMayNameTheProductionDatabase() {
        // given
        var variables = Map.of(
                "PROD_CONNECTION_URL", "postgres://db.example.com/shop",
                "PGHOST", "DB.EXAMPLE.COM",
                "PGDATABASE", "shop",
                "PGUSER", "me");

        // when
        var target = resolved(variables, TargetChoice.none());

        // then
        assertThat(Protection.of(target))
                .isEqualTo(new Protection.Protected("it is the database of PROD_CONNECTION_URL"));
        assertThat(Protection.of(target.withDatabase("other"))).isEqualTo(new Protection.Unprotected());
        assertThat(Protection.of(target.withDatabase("other").withDatabase("shop")))
                .isInstanceOf(Protection.Protected.class);
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://db.example.com/shop, postgres://db.example.com/shop2",
        "postgres://db.example.com/shop, postgres://db.example.com:5433/shop",
        "postgres://db.example.com/shop, postgres://db2.example.com/shop",
        "postgres://db.example.com/shop, postgres://db.example.com/Shop"
    })
    void aDatabaseOtherThanProductionIsNotProtected(String production, String url) {
        for (var target : named(url, Map.of("PROD_CONNECTION_URL", production))) {
            assertThat(Protection.of(target)).isEqualTo(new Protection.Unprotected());
        }
    }

    @Test
    void theDatabaseOfAnotherEnvironmentIsNotProtected() {
        for (var target : named("postgres://h/d", Map.of("DEV_CONNECTION_URL", "postgres://h/d"))) {
            assertThat(Protection.of(target)).isEqualTo(new Protection.Unprotected());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TODO", "postgres://db.example.com", "postgres://h:port/d", "postgres://h/d?service=none"})
    void anUnreadableProductionUrlMayMeanAnyDatabase(String production) {
        for (var target : named("postgres://h/d", Map.of("PROD_CONNECTION_URL", production))) {
            assertThat(Protection.of(target))
                    .isEqualTo(new Protection.Protected(
                            "PROD_CONNECTION_URL cannot be read, and may be the URL of this database"));
        }
    }

    /** The targets of a URL by the option, and by the variables that need no environment. */
    private static List<ConnectionTarget> named(String url, Map<String, String> variables) {
        var targets = new ArrayList<ConnectionTarget>();
        targets.add(resolved(variables, TargetChoice.ofUrl(url)));
        for (var name : List.of("CONNECTION_URL", "DATABASE_URL", "DEV_CONNECTION_URL")) {
            var all = new HashMap<>(variables);
            all.put(name, url);
            var choice = name.startsWith("DEV") ? TargetChoice.ofEnvironment("dev") : TargetChoice.none();
            targets.add(resolved(all, choice));
        }
        return targets;
    }

    private static ConnectionTarget resolved(Map<String, String> variables, TargetChoice choice) {
        var resolver = new TargetResolver(TestEnvironment.with(variables));
        return ((Resolution.Remote) resolver.resolve(choice)).target();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db.abc123.us-east-1.rds.amazonaws.com",
                "DB.ABC123.US-EAST-1.RDS.AMAZONAWS.COM",
                "db.abc123.us-east-1.rds.amazonaws.com.",
                "app.proxy-abc123.us-east-1.rds.amazonaws.com",
                "db.abc123.eusc-de-east-1.rds.amazonaws.eu",
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
        return ConnectionUrl.parse(url).resolve(origin, TestEnvironment.empty()).target();
    }
}
