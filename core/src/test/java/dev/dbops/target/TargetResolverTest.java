package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order in which targets are chosen, the notes about the others, and that no target silently replaces another. */
class TargetResolverTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        # --url        | environment | variables                                                            | wins
        postgres:///o  | -           | CONNECTION_URL=postgres:///c DATABASE_URL=postgres:///d PGDATABASE=p | o (from --url)
        -              | prod        | PROD_CONNECTION_URL=postgres:///e CONNECTION_URL=postgres:///c       | e (from PROD_CONNECTION_URL)
        -              | PROD        | PROD_CONNECTION_URL=postgres:///e                                    | e (from PROD_CONNECTION_URL)
        -              | eu-west_2   | EU_WEST_2_CONNECTION_URL=postgres:///e                               | e (from EU_WEST_2_CONNECTION_URL)
        -              | -           | PROD_CONNECTION_URL=postgres:///e CONNECTION_URL=postgres:///c       | c (from CONNECTION_URL)
        -              | -           | CONNECTION_URL=postgres:///c DATABASE_URL=postgres:///d PGDATABASE=p | c (from CONNECTION_URL)
        -              | -           | DATABASE_URL=postgres:///d PGDATABASE=p                              | d (from DATABASE_URL)
        -              | -           | CONNECTION_URL= DATABASE_URL=postgres:///d                           | d (from DATABASE_URL)
        -              | -           | CONNECTION_URL= DATABASE_URL= PGDATABASE=p                           | p (from the PG* variables)
        -              | -           | PGHOST=h PGDATABASE=p                                                | p (from the PG* variables)
        -              | -           | PROD_CONNECTION_URL=postgres:///e                                    | local
        -              | -           | PGDATABASE= PGHOST=                                                  | local
        -              | -           | ``                                                                   | local
        """)
    void theFirstExistingSettingWins(String url, String environment, String variables, String winner) {
        // given
        var resolver = new TargetResolver(TestEnvironment.with(variables(variables)));

        // when
        var resolution = resolver.resolve(new TargetChoice(Optional.ofNullable(url), Optional.ofNullable(environment)));

        // then
        var found = switch (resolution) {
            case Resolution.Local _ -> "local";
            case Resolution.Remote(var target, var _) ->
                target.database() + " (from " + target.origin().description() + ")";
        };
        assertThat(found).isEqualTo(winner);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        postgres://h/o | -    | ``                                                   | db "n" on h:5432 as bayko
        postgres://h   | -    | ``                                                   | db "n" on h:5432 as bayko
        -              | prod | PROD_CONNECTION_URL=postgres://u@h/e                 | db "n" on h:5432 as u
        -              | -    | CONNECTION_URL=postgres://h/c DATABASE_URL=postgres://h/d | db "n" on h:5432 as bayko
        -              | -    | PGHOST=h                                             | db "n" on h:5432 as bayko
        """)
    void anotherDatabaseOfTheSameServer(String url, String environment, String variables, String description) {
        var resolution =
                new TargetResolver(TestEnvironment.with(variables(variables))).resolve(choice(url, environment, "n"));

        assertThat(remote(resolution).target().description()).isEqualTo(description);
        assertThat(remote(resolution).notes()).isEmpty();
    }

    @Test
    void protectionFollowsTheDatabaseThatIsUsed() {
        var variables = Map.of("PROD_CONNECTION_URL", "postgres://h/shop", "CONNECTION_URL", "postgres://h/dev");
        var resolver = new TargetResolver(TestEnvironment.with(variables));

        var shop = remote(resolver.resolve(choice(null, null, "shop"))).target();
        var dev = remote(resolver.resolve(choice(null, null, "dev"))).target();
        var other = remote(resolver.resolve(choice(null, "prod", "dev"))).target();

        assertThat(Protection.of(shop))
                .isEqualTo(new Protection.Protected("it is the database of PROD_CONNECTION_URL"));
        assertThat(Protection.of(dev)).isEqualTo(new Protection.Unprotected());
        assertThat(Protection.of(other)).isEqualTo(new Protection.Protected("the environment is prod"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        local:copy | -          | -    | copy
        -          | local:copy | -    | copy
        -          | local:copy | copy | copy
        -          | -          | copy | copy
        """)
    void aDatabaseOfTheLocalServer(String url, String environment, String database, String found) {
        var resolver = new TargetResolver(TestEnvironment.empty());

        assertThat(resolver.resolve(choice(url, environment, database)))
                .isEqualTo(new Resolution.Local(Optional.of(found), List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        local:     | -   | "local:" does not name a database
        local:copy | n   | local:NAME and --database name different databases
        -          | ''  | --database is empty
        -          | local:shop | --database takes the name of a database, and "local:shop" stands for an environment
        """)
    void aDatabaseThatIsNamedBadlyIsAnError(String url, String database, String message) {
        var resolver = new TargetResolver(TestEnvironment.empty());

        assertThatThrownBy(() -> resolver.resolve(choice(url, null, database)))
                .isInstanceOf(OpsException.class)
                .hasMessage(message);
    }

    private static TargetChoice choice(String url, String environment, String database) {
        return new TargetChoice(
                Optional.ofNullable(url),
                Optional.ofNullable(environment),
                false,
                Optional.empty(),
                Optional.ofNullable(database),
                Optional.empty());
    }

    @Test
    void namesTheVariablesFromTheEnvironmentFile() {
        // given
        var targetEnvironment = new TargetEnvironment(
                Map.of("PROD_CONNECTION_URL", "postgres:///d"),
                Set.of("PROD_CONNECTION_URL"),
                ".env",
                TestEnvironment.NOWHERE,
                TestEnvironment.NOWHERE,
                TestEnvironment.NOWHERE,
                TestEnvironment.NO_SOCKETS,
                "bayko");

        // when
        var resolution = new TargetResolver(targetEnvironment).resolve(TargetChoice.ofEnvironment("prod"));

        // then
        assertThat(remote(resolution).target().origin().description()).isEqualTo("PROD_CONNECTION_URL in .env");
        assertThat(remote(resolution).target().origin())
                .isEqualTo(new Origin.UrlVariable("PROD_CONNECTION_URL", "prod", ".env"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:hunter2@h/d",
                "postgres://u@h/d",
                "jdbc:postgresql://h/d?user=u",
                " postgres://u@h/d\n"
            })
    void aUrlIsAcceptedAsAnEnvironment(String url) {
        var targetEnvironment =
                TestEnvironment.with(Map.of("CONNECTION_URL", "postgres:///c"), TestEnvironment.NOWHERE);

        var target = remote(new TargetResolver(targetEnvironment).resolve(TargetChoice.ofEnvironment(url)))
                .target();

        assertThat(target).hasToString("db \"d\" on h:5432 as u (from the command line)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        - | prod | CONNECTION_URL=postgres:///c | the environment "prod" has no database: PROD_CONNECTION_URL is not set | set PROD_CONNECTION_URL=postgresql://USER:PASSWORD@HOST:PORT/NAME
        - | prod | PROD_CONNECTION_URL= | the environment "prod" has no database: PROD_CONNECTION_URL is not set | set PROD_CONNECTION_URL=postgresql://USER:PASSWORD@HOST:PORT/NAME
        - | prd | PROD_CONNECTION_URL=x DEV_CONNECTION_URL=y QA_CONNECTION_URL= | the environment "prd" has no database: PRD_CONNECTION_URL is not set | set PRD_CONNECTION_URL=postgresql://USER:PASSWORD@HOST:PORT/NAME; these are set: DEV_CONNECTION_URL, PROD_CONNECTION_URL
        - | `` | CONNECTION_URL=postgres:///c | the name of the environment is empty | use a letter, then letters, digits, "-" and "_", such as prod for PROD_CONNECTION_URL
        - | a b | `` | "a b" is not the name of an environment | use a letter, then letters, digits, "-" and "_", such as prod for PROD_CONNECTION_URL
        - | 1a | `` | "1a" is not the name of an environment | use a letter, then letters, digits, "-" and "_", such as prod for PROD_CONNECTION_URL
        - | prod=x | `` | "prod=x" is not the name of an environment | use a letter, then letters, digits, "-" and "_", such as prod for PROD_CONNECTION_URL
        - | prodé | `` | "prodé" is not the name of an environment | use a letter, then letters, digits, "-" and "_", such as prod for PROD_CONNECTION_URL
        - | mysql://u:hunter2@h/d | `` | the environment is neither a name nor a PostgreSQL connection URL | give a name, such as prod for PROD_CONNECTION_URL, or postgresql://USER:PASSWORD@HOST:PORT/NAME
        - | u:hunter2@h | `` | the environment is neither a name nor a PostgreSQL connection URL | give a name, such as prod for PROD_CONNECTION_URL, or postgresql://USER:PASSWORD@HOST:PORT/NAME
        - | host=h password=hunter2 | `` | the environment is neither a name nor a PostgreSQL connection URL | give a name, such as prod for PROD_CONNECTION_URL, or postgresql://USER:PASSWORD@HOST:PORT/NAME
        - | postgres://u:hun@ter2@h/d | `` | the user name or the password in the connection URL contains "@" (from the command line) | write "@" as %40 in a user name or a password
        postgres:///o | postgres://u:hunter2@h/d | `` | --url and another connection URL exclude each other | give one of them
        postgres:///o | prod | PROD_CONNECTION_URL=postgres:///e | --url and the environment "prod" exclude each other | give one of them
        `` | - | CONNECTION_URL=postgres:///c | the connection URL is empty (from --url) | write it as postgresql://USER:PASSWORD@HOST:PORT/NAME
        - | prod | PROD_CONNECTION_URL=postgres://h | the connection URL does not name a database (from PROD_CONNECTION_URL) | add /NAME after the host and port, as in postgresql://HOST:5432/NAME
        - | - | CONNECTION_URL=x DATABASE_URL=postgres:///d | the connection URL does not begin with postgresql://, postgres:// or jdbc:postgresql:// (from CONNECTION_URL) | write it as postgresql://USER:PASSWORD@HOST:PORT/NAME
        - | - | PGHOST=h | the PG* variables do not name a database | set PGDATABASE to the database's name
        - | - | PGPORT=1 | the PG* variables do not name a database | set PGDATABASE to the database's name
        - | - | PGHOSTADDR=10.0.0.1 | the PG* variables do not name a database | set PGDATABASE to the database's name
        - | - | PGHOST=@a PGDATABASE=d | the host in PGHOST is an abstract Unix-domain socket, which Java does not support | use a directory of unix_socket_directories that begins with "/", or localhost
        - | - | PGHOST=h PGHOSTADDR=g PGDATABASE=d | hostaddr in PGHOSTADDR is not an IP address: "g" | write a name as host
        - | - | PGPORT=x PGDATABASE=d | the port in PGPORT is not a number from 1 to 65535 | PostgreSQL's own port is 5432
        - | - | PGSSLMODE=x PGDATABASE=d | unknown sslmode "x" in PGSSLMODE | use one of disable, allow, prefer, require, verify-ca, verify-full
        - | - | PGSSLMODE=x CONNECTION_URL=postgres:///c | unknown sslmode "x" in PGSSLMODE | use one of disable, allow, prefer, require, verify-ca, verify-full
        - | - | PGSERVICE=none | the service "none" is not defined | add a section [none] to /nonexistent/home/.pg_service.conf, or name another file in PGSERVICEFILE
        """)
    void anythingWrongWithTheWinnerIsAnErrorAndNeverAnotherDatabase(
            String url, String environment, String variables, String message, String hint) {
        // given
        var resolver = new TargetResolver(TestEnvironment.with(variables(variables)));
        var choice = new TargetChoice(Optional.ofNullable(url), Optional.ofNullable(environment));

        // when, then
        assertThatThrownBy(() -> resolver.resolve(choice))
                .asInstanceOf(InstanceOfAssertFactories.type(OpsException.class))
                .satisfies(e -> {
                    assertThat(e).hasMessage(message);
                    assertThat(e.hint()).contains(hint);
                    assertThat(e.kind()).isEqualTo(OpsException.Kind.USAGE);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        CONNECTION_URL=postgres://h/c DATABASE_URL=postgres://g:1/d | DATABASE_URL names another database (db "d" on g:1); CONNECTION_URL is used
        CONNECTION_URL=postgres://h/c DATABASE_URL=postgres://h/d | DATABASE_URL names another database (db "d" on h:5432); CONNECTION_URL is used
        CONNECTION_URL=postgres://h/c DATABASE_URL=postgres://h:1/c | DATABASE_URL names another database (db "c" on h:1); CONNECTION_URL is used
        CONNECTION_URL=postgres://h/c DATABASE_URL=postgres://u:SECRET@g/d | DATABASE_URL names another database (db "d" on g:5432); CONNECTION_URL is used
        CONNECTION_URL=postgres://h/c DATABASE_URL=mysql://u:SECRET@g/d | DATABASE_URL cannot be used (the connection URL does not begin with postgresql://, postgres:// or jdbc:postgresql://); CONNECTION_URL is used
        CONNECTION_URL=postgres://h/c DATABASE_URL=postgres://u:SEC@RET@g/d | DATABASE_URL cannot be used (the user name or the password in the connection URL contains "@"); CONNECTION_URL is used
        CONNECTION_URL=postgres://h/c PGHOST=g | the PG* variables name another database (on g:5432); CONNECTION_URL is used
        CONNECTION_URL=postgres://h/c PGPORT=1 | the PG* variables name another database (on localhost:1); CONNECTION_URL is used
        CONNECTION_URL=postgres://h/c PGDATABASE=d | the PG* variables name another database (db "d"); CONNECTION_URL is used
        CONNECTION_URL=postgres://h/c PGHOST=g PGDATABASE=d | the PG* variables name another database (db "d" on g:5432); CONNECTION_URL is used
        CONNECTION_URL=postgres://h/c PGHOST=/tmp | the PG* variables name another database (on /tmp); CONNECTION_URL is used
        DATABASE_URL=postgres://h/c PGDATABASE=d | the PG* variables name another database (db "d"); DATABASE_URL is used
        """)
    void aVariableThatDisagreesIsNoted(String variables, String note) {
        // given
        var resolver = new TargetResolver(TestEnvironment.with(variables(variables)));

        // when
        var resolution = resolver.resolve(TargetChoice.none());

        // then
        assertThat(resolution.notes()).containsExactly(note);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECTION_URL=postgres://h/c DATABASE_URL=postgresql://other:pw@H:5432/c?sslmode=require",
                "CONNECTION_URL=postgres://127.0.0.1/c DATABASE_URL=postgres://localhost/c",
                "CONNECTION_URL=postgres://h1,h2/c DATABASE_URL=postgres://h2,h1/c",
                "CONNECTION_URL=postgres://h/c PGHOST=h PGDATABASE=c",
                "CONNECTION_URL=postgres://h:1/c PGDATABASE=c",
                "CONNECTION_URL=postgres://h/c PGUSER=ann PGPASSWORD=pw",
                "DATABASE_URL=postgres://h/c",
            })
    void variablesThatAgreeNeedNoNote(String variables) {
        // given
        var resolver = new TargetResolver(TestEnvironment.with(variables(variables)));

        // when
        var resolution = resolver.resolve(TargetChoice.none());

        // then
        assertThat(resolution.notes()).isEmpty();
    }

    @Test
    void aChoiceOnTheCommandLineNeedsNoNote() {
        // given
        var variables = Map.of("CONNECTION_URL", "postgres://h/c", "PROD_CONNECTION_URL", "postgres://p/prod");
        var resolver = new TargetResolver(TestEnvironment.with(variables));

        // when, then
        assertThat(resolver.resolve(TargetChoice.ofUrl("postgres:///x")).notes())
                .isEmpty();
        assertThat(resolver.resolve(TargetChoice.ofEnvironment("prod")).notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        PGUSER=ann PGPASSWORD=pw | PGUSER is set, but neither PGHOST nor PGDATABASE: the local server is used
        PGPASSWORD=pw            | PGPASSWORD is set, but neither PGHOST nor PGDATABASE: the local server is used
        """)
    void aUserAloneIsNotATarget(String variables, String note) {
        // given
        var resolver = new TargetResolver(TestEnvironment.with(variables(variables)));

        // when
        var resolution = resolver.resolve(TargetChoice.none());

        // then
        assertThat(resolution).isEqualTo(new Resolution.Local(Optional.empty(), List.of(note)));
    }

    @Test
    void variablesCompleteAUrlButDoNotChooseTheDatabase() {
        // given
        var variables = Map.ofEntries(
                Map.entry("CONNECTION_URL", "postgres:///c"),
                Map.entry("PGHOST", "other"),
                Map.entry("PGPORT", "1"),
                Map.entry("PGDATABASE", "other"),
                Map.entry("PGUSER", "ann"),
                Map.entry("PGPASSWORD", "secret"),
                Map.entry("PGSSLMODE", "verify-full"),
                Map.entry("PGSSLROOTCERT", "/etc/ca.pem"),
                Map.entry("PGCONNECT_TIMEOUT", "3"));

        // when
        var target = remote(new TargetResolver(TestEnvironment.with(variables)).resolve(TargetChoice.none()))
                .target();

        // then
        assertThat(target.description()).isEqualTo("db \"c\" on localhost:5432 as ann");
        assertThat(target.password()).contains(new Password("secret"));
        assertThat(target.parameters())
                .containsOnly(
                        Map.entry("sslmode", "verify-full"),
                        Map.entry("sslrootcert", "/etc/ca.pem"),
                        Map.entry("connect_timeout", "3"));
    }

    @Test
    void theUrlComesBeforeTheVariablesThatCompleteIt() {
        // given
        var variables = Map.of("PGUSER", "ann", "PGPASSWORD", "secret", "PGSSLMODE", "disable");
        var resolver = new TargetResolver(TestEnvironment.with(variables));

        // when
        var target = remote(resolver.resolve(TargetChoice.ofUrl("postgres://bob:pw@h/d?sslmode=require")))
                .target();

        // then
        assertThat(target.user()).isEqualTo("bob");
        assertThat(target.password()).contains(new Password("pw"));
        assertThat(target.parameters()).containsOnly(Map.entry("sslmode", "require"));
    }

    @Test
    void everyLibpqVariableIsRead() {
        // given
        var variables = Map.ofEntries(
                Map.entry("PGHOST", "h1,h2"),
                Map.entry("PGPORT", "1,2"),
                Map.entry("PGDATABASE", "d"),
                Map.entry("PGUSER", "ann"),
                Map.entry("PGPASSWORD", "secret"),
                Map.entry("PGAPPNAME", "app"),
                Map.entry("PGOPTIONS", "-c a=b"),
                Map.entry("PGCONNECT_TIMEOUT", "3"),
                Map.entry("PGREQUIRESSL", "1"),
                Map.entry("PGSSLNEGOTIATION", "direct"),
                Map.entry("PGSSLCERT", "c"),
                Map.entry("PGSSLKEY", "k"),
                Map.entry("PGSSLROOTCERT", "r"),
                Map.entry("PGCHANNELBINDING", "require"),
                Map.entry("PGREQUIREAUTH", "scram-sha-256"),
                Map.entry("PGGSSENCMODE", "disable"),
                Map.entry("PGTARGETSESSIONATTRS", "primary"),
                Map.entry("PGLOADBALANCEHOSTS", "random"));

        // when
        var target = remote(new TargetResolver(TestEnvironment.with(variables)).resolve(TargetChoice.none()))
                .target();

        // then
        assertThat(target.description()).isEqualTo("db \"d\" on h1:1,h2:2 as ann");
        assertThat(target.password()).contains(new Password("secret"));
        assertThat(target.parameters())
                .containsOnly(
                        Map.entry("application_name", "app"),
                        Map.entry("options", "-c a=b"),
                        Map.entry("connect_timeout", "3"),
                        Map.entry("sslmode", "require"),
                        Map.entry("sslnegotiation", "direct"),
                        Map.entry(
                                "sslcert", TestEnvironment.NOWHERE.resolve("c").toString()),
                        Map.entry("sslkey", TestEnvironment.NOWHERE.resolve("k").toString()),
                        Map.entry(
                                "sslrootcert",
                                TestEnvironment.NOWHERE.resolve("r").toString()),
                        Map.entry("channel_binding", "require"),
                        Map.entry("require_auth", "scram-sha-256"),
                        Map.entry("gssencmode", "disable"),
                        Map.entry("target_session_attrs", "primary"),
                        Map.entry("load_balance_hosts", "random"));
    }

    private static Resolution.Remote remote(Resolution resolution) {
        assertThat(resolution).isInstanceOf(Resolution.Remote.class);
        return (Resolution.Remote) resolution;
    }

    /** NAME=VALUE words, whose values have no spaces. */
    private static Map<String, String> variables(String words) {
        var variables = new HashMap<String, String>();
        for (var word : words.split(" ")) {
            int separator = word.indexOf('=');
            if (separator > 0) {
                variables.put(word.substring(0, separator), word.substring(separator + 1));
            }
        }
        return variables;
    }
}
