package dev.dbops.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The meaning of connection URLs, and the errors for URLs that cannot be used. */
class ConnectionUrlTest {
    private static final Origin ORIGIN = new Origin.UrlOption();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        postgresql://ann:pw@db.example.com:6543/cruddur      | db "cruddur" on db.example.com:6543 as ann
        postgres://ann:pw@db.example.com/cruddur             | db "cruddur" on db.example.com:5432 as ann
        jdbc:postgresql://ann:pw@db.example.com/cruddur      | db "cruddur" on db.example.com:5432 as ann
        jdbc:postgresql://db.example.com:1/cruddur?user=ann  | db "cruddur" on db.example.com:1 as ann
        postgresql://%2Fvar%2Frun%2Fpostgresql/cruddur       | db "cruddur" on /var/run/postgresql as bayko
        postgresql:///cruddur?host=/run/postgresql&port=5433 | db "cruddur" on /run/postgresql:5433 as bayko
        postgresql:///cruddur?host=/a,/b&sslmode=require     | db "cruddur" on /a,/b as bayko
        jdbc:postgresql:///cruddur                           | db "cruddur" on localhost:5432 as bayko
        postgresql:///cruddur                                | db "cruddur" on localhost:5432 as bayko
        postgresql://:6543/cruddur                           | db "cruddur" on localhost:6543 as bayko
        postgresql://@h/cruddur                              | db "cruddur" on h:5432 as bayko
        postgresql://h:/cruddur                              | db "cruddur" on h:5432 as bayko
        postgresql://h/cruddur?                              | db "cruddur" on h:5432 as bayko
        postgresql://h?dbname=cruddur                        | db "cruddur" on h:5432 as bayko
        postgresql://h/other?dbname=cruddur                  | db "cruddur" on h:5432 as bayko
        postgresql://ann@h/d?user=bob&host=g&port=7          | db "d" on g:7 as bob
        postgresql:///d?host=h1,h2&port=1,2                  | db "d" on h1:1,h2:2 as bayko
        postgresql:///d?host=h1,h2&port=1                    | db "d" on h1:1,h2:1 as bayko
        postgresql:///d?hostaddr=10.0.0.1                    | db "d" on 10.0.0.1:5432 as bayko
        postgresql://h1:1,h2,h3:3/d                          | db "d" on h1:1,h2:5432,h3:3 as bayko
        postgresql://h1,h2/d?port=7                          | db "d" on h1:7,h2:7 as bayko
        postgresql://[::1]/d                                 | db "d" on [::1]:5432 as bayko
        postgresql://u:p@[2001:db8::1]:7,[::2]:8/d           | db "d" on [2001:db8::1]:7,[::2]:8 as u
        postgresql://[fe80::1%25eth0]:7/d                    | db "d" on [fe80::1%eth0]:7 as bayko
        postgresql:///d?host=::1                             | db "d" on [::1]:5432 as bayko
        postgresql:///d?host=[::1]                           | db "d" on [::1]:5432 as bayko
        postgresql://h/a%20b%2Fc%3Fd                         | db "a b/c?d" on h:5432 as bayko
        postgresql://h/a/b                                   | db "a/b" on h:5432 as bayko
        postgresql://h/a+b                                   | db "a+b" on h:5432 as bayko
        jdbc:postgresql://h/a+b                              | db "a b" on h:5432 as bayko
        postgresql://h/caf%C3%A9                             | db "café" on h:5432 as bayko
        postgresql://h/d#e                                   | db "d#e" on h:5432 as bayko
        ` postgresql://h/d `                                 | db "d" on h:5432 as bayko
        """)
    void readsServerDatabaseAndUser(String url, String description) {
        // given, when
        var target = target(url);

        // then
        assertThat(target.description()).isEqualTo(description);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        postgres://ann:secret@h/d                  | ann      | secret
        postgres://ann:se:cr:et@h/d                | ann      | se:cr:et
        postgres://ann:se#cret@h/d                 | ann      | se#cret
        postgres://ann:se?cret@h/d                 | ann      | se?cret
        postgres://ann:se cret@h/d                 | ann      | se cret
        postgres://ann:se[cr]et,@h/d               | ann      | se[cr]et,
        postgres://ann:se+cret@h/d                 | ann      | se+cret
        jdbc:postgresql://ann:se+cret@h/d          | ann      | se+cret
        postgres://ann:%40%3A%2F%25%23%20%3f@h/d   | ann      | `@:/%# ?`
        postgres://ann:%F0%9F%94%91@h/d            | ann      | 🔑
        postgres://ann:clé@h/d                     | ann      | clé
        postgres://a%40b%3Ac%2Fd%25e%23f%20g:p@h/d | `a@b:c/d%e#f g` | p
        postgres://a b#c:p@h/d                     | a b#c    | p
        postgres://:secret@h/d                     | bayko    | secret
        postgres://h/d?user=ann&password=a@b:c/d   | ann      | a@b:c/d
        postgres://h/d?user=ann&password=a%26b%3Dc | ann      | a&b=c
        postgres://h/d?user=ann&password=a+b       | ann      | a+b
        jdbc:postgresql://h/d?user=ann&password=a+b%2Bc | ann | a b+c
        postgres://ann:first@h/d?password=second   | ann      | second
        """)
    void readsUserAndPassword(String url, String user, String password) {
        // given, when
        var target = target(url);

        // then
        assertThat(target.user()).isEqualTo(user);
        assertThat(target.password()).contains(new Password(password));
        assertThat(target.database()).isEqualTo("d");
        assertThat(target.address()).isEqualTo("h:5432");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://ann@h/d", "postgres://ann:@h/d", "postgres://ann@h/d?password="})
    void anEmptyPasswordMeansNoPassword(String url) {
        assertThat(target(url).password()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        sslmode=verify-full                    | sslmode              | verify-full
        ssl=true                               | sslmode              | require
        ssl=false                              | -                    | -
        ssl=true&sslmode=verify-full           | sslmode              | verify-full
        requiressl=1                           | sslmode              | require
        requiressl=0                           | sslmode              | prefer
        sslrootcert=system                     | sslmode              | verify-full
        sslrootcert=%2Fetc%2Fca.pem            | sslrootcert          | /etc/ca.pem
        connect_timeout=5                      | connect_timeout      | 5
        connect_timeout=-1                     | connect_timeout      | -1
        application_name=a%20b                 | application_name     | a b
        options=-c%20search_path%3Dapp         | options              | -c search_path=app
        target_session_attrs=read-write        | target_session_attrs | read-write
        currentSchema=app                      | currentSchema        | app
        ApplicationName=x                      | ApplicationName      | x
        &&sslmode=require&                     | sslmode              | require
        sslmode=disable&sslmode=require        | sslmode              | require
        client_encoding=UTF8                   | -                    | -
        client_encoding=auto                   | -                    | -
        replication=false                      | -                    | -
        sslsni=0                               | sslsni               | 0
        sslcertmode=disable                    | sslcertmode          | disable
        ssl_min_protocol_version=TLSv1.3       | ssl_min_protocol_version | TLSv1.3
        ssl_max_protocol_version=tlsv1.2       | ssl_max_protocol_version | tlsv1.2
        sslcrl=%2Fetc%2Fca.crl                 | sslcrl               | /etc/ca.crl
        sslcompression=1                       | -                    | -
        """)
    void keepsParametersForTheDriver(String query, String name, String value) {
        // given, when
        var parameters = target("postgres://h/d?" + query).parameters();

        // then
        if (name == null) {
            assertThat(parameters).isEmpty();
        } else {
            assertThat(parameters).containsEntry(name, value);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        `` | the connection URL is empty | write it as postgresql://USER:PASSWORD@HOST:PORT/NAME
        mysql://u:SECRET@h/d | the connection URL does not begin with postgresql://, postgres:// or jdbc:postgresql:// | write it as postgresql://USER:PASSWORD@HOST:PORT/NAME
        postgresql+psycopg2://u:SECRET@h/d | the connection URL does not begin with postgresql://, postgres:// or jdbc:postgresql:// | write postgresql:// without +psycopg2, which names a driver for SQLAlchemy
        jdbc:postgres://u:SECRET@h/d | the connection URL does not begin with postgresql://, postgres:// or jdbc:postgresql:// | write it as postgresql://USER:PASSWORD@HOST:PORT/NAME
        host=h password=SECRET | the connection URL does not begin with postgresql://, postgres:// or jdbc:postgresql:// | write it as postgresql://USER:PASSWORD@HOST:PORT/NAME
        postgres://u:SECRET@h | the connection URL does not name a database | add /NAME after the host and port, as in postgresql://HOST:5432/NAME
        postgres://u:SECRET@h:5432/ | the connection URL does not name a database | add /NAME after the host and port, as in postgresql://HOST:5432/NAME
        postgres://u:SECRET@h/?sslmode=require | the connection URL does not name a database | add /NAME after the host and port, as in postgresql://HOST:5432/NAME
        postgres://u:SEC@RET@h/d | the user name or the password in the connection URL contains "@" | write "@" as %40 in a user name or a password
        postgres://ann@corp:SECRET@h/d | the user name or the password in the connection URL contains "@" | write "@" as %40 in a user name or a password
        postgres://u:SEC/RET@h/d | the connection URL has an "@" after the "/" that begins the database name | in a user name or a password write "/" as %2F and "@" as %40; in a database name write "@" as %40
        postgres://u:1/SECRET@h/d | the connection URL has an "@" after the "/" that begins the database name | in a user name or a password write "/" as %2F and "@" as %40; in a database name write "@" as %40
        postgres://u:S@EC/RET@h/d | the connection URL has an "@" after the "/" that begins the database name | in a user name or a password write "/" as %2F and "@" as %40; in a database name write "@" as %40
        postgres://u:S/EC?RET@h/d | the connection URL has an "@" after its "?" | in a user name or a password write "?" as %3F, "/" as %2F and "@" as %40; in a parameter write "@" as %40
        postgres://u:1/EC?SECRET=x@h/d | the connection URL has an "@" after its "?" | in a user name or a password write "?" as %3F, "/" as %2F and "@" as %40; in a parameter write "@" as %40
        postgres://u:SEC%RET@h/d | the password in the connection URL has a "%" that is not followed by two hexadecimal digits | write "%" itself as %25
        postgres://u:SECRET%@h/d | the password in the connection URL has a "%" that is not followed by two hexadecimal digits | write "%" itself as %25
        postgres://u%4:SECRET@h/d | the user name in the connection URL has a "%" that is not followed by two hexadecimal digits | write "%" itself as %25
        postgres://h/d%xy | the database name in the connection URL has a "%" that is not followed by two hexadecimal digits | write "%" itself as %25
        postgres://h%/d | the host in the connection URL has a "%" that is not followed by two hexadecimal digits | write "%" itself as %25
        postgres://h/d?options=%g0 | the value of "options" in the connection URL has a "%" that is not followed by two hexadecimal digits | write "%" itself as %25
        postgres://u:SECRET%00@h/d | the password in the connection URL contains %00, which PostgreSQL does not allow | remove the %00
        postgres://u:SECRET%E9@h/d | the password in the connection URL is not UTF-8 once it is decoded | percent-encode the bytes of its UTF-8 form, as in %C3%A9 for é
        postgres://u:SECRET/d | the port in the connection URL is not a number from 1 to 65535 | write postgresql://USER:PASSWORD@HOST:PORT/NAME, an IPv6 address in brackets and any "/" in the password as %2F
        postgres://h:0/d | the port in the connection URL is not a number from 1 to 65535 | write postgresql://USER:PASSWORD@HOST:PORT/NAME, an IPv6 address in brackets and any "/" in the password as %2F
        postgres://h:65536/d | the port in the connection URL is not a number from 1 to 65535 | write postgresql://USER:PASSWORD@HOST:PORT/NAME, an IPv6 address in brackets and any "/" in the password as %2F
        postgres://h:99999999999999/d | the port in the connection URL is not a number from 1 to 65535 | write postgresql://USER:PASSWORD@HOST:PORT/NAME, an IPv6 address in brackets and any "/" in the password as %2F
        postgres://h:-1/d | the port in the connection URL is not a number from 1 to 65535 | write postgresql://USER:PASSWORD@HOST:PORT/NAME, an IPv6 address in brackets and any "/" in the password as %2F
        postgres://::1/d | the port in the connection URL is not a number from 1 to 65535 | write postgresql://USER:PASSWORD@HOST:PORT/NAME, an IPv6 address in brackets and any "/" in the password as %2F
        postgres://h1,h2/d?port=1,2,3 | 3 ports are given in the connection URL for 2 hosts | give one port for all hosts, or one for each
        postgres://h1,,h2/d | the list of hosts in the connection URL has an empty entry | remove the extra comma
        postgres://h1,/d | the list of hosts in the connection URL has an empty entry | remove the extra comma
        postgres://,/d | the list of hosts in the connection URL has an empty entry | remove the extra comma
        postgres://[::1/d | the connection URL has a "[" that does not begin an IPv6 address | write an IPv6 address as [ADDRESS]:PORT, and "[" anywhere else as %5B
        postgres://[]/d | the connection URL has a "[" that does not begin an IPv6 address | write an IPv6 address as [ADDRESS]:PORT, and "[" anywhere else as %5B
        postgres://[::1]5432/d | the connection URL has a "[" that does not begin an IPv6 address | write an IPv6 address as [ADDRESS]:PORT, and "[" anywhere else as %5B
        postgres:///d?host=@abstract | the host in the connection URL is an abstract Unix-domain socket, which Java does not support | use a directory of unix_socket_directories that begins with "/", or localhost
        postgres:///d?host=/tmp,h | the host in the connection URL is a Unix-domain socket, which cannot be mixed with TCP addresses | give only directories of sockets, or only names and IP addresses
        postgres:///d?host=/tmp&hostaddr=10.0.0.1 | the host in the connection URL is a Unix-domain socket, which cannot be mixed with TCP addresses | give only directories of sockets, or only names and IP addresses
        postgres:///d?host=/tmp/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | the path of the Unix-domain socket in the connection URL is longer than 107 bytes | use a shorter directory, or localhost
        postgres:///d?host=/tmp&iam_auth=true | iam_auth needs TLS, which a Unix-domain socket does not have | name the server's host instead of the socket's directory
        postgres:///d?host=/tmp&secret=s | secret needs TLS, which a Unix-domain socket does not have | name the server's host instead of the socket's directory
        postgres://my host/d | the host in the connection URL contains a space | a host is a name or an IP address; in a password write " " as %20
        postgres://my#host/d | the host in the connection URL contains "#" | a host is a name or an IP address; in a password write "#" as %23
        postgres://h/d?host=a,b&hostaddr=10.0.0.1 | 1 address is given in the connection URL for 2 hosts | give one hostaddr for each host
        postgres://a/d?hostaddr=10.0.0.1,10.0.0.2 | 2 addresses are given in the connection URL for 1 host | give one hostaddr for each host
        postgres://a/d?hostaddr=b | hostaddr in the connection URL is not an IP address: "b" | write a name as host
        postgres://a/d?secret=x&iam_auth=true | iam_auth and secret are both given in the connection URL | use only one of them
        postgres://u:p@a/d?secret=x | a password and secret are both given in the connection URL | remove the password, or secret
        postgres://u:p@a/d?iam_auth=true | a password and iam_auth are both given in the connection URL | remove the password, or iam_auth
        postgres://a/d?iam_auth=yes | unknown iam_auth "yes" in the connection URL | use one of true, false
        postgres://a/d?iam_auth=true&sslmode=prefer | iam_auth needs TLS that verifies the server, but the connection URL says sslmode=prefer | set sslmode=verify-full, or leave it out for a host on Amazon RDS
        postgres://a,b/d?iam_auth=true | iam_auth needs one host, but there are 2: a token is valid for one host | name the endpoint of the cluster
        postgres://h/d?sslmod=require | unknown parameter "sslmod" in the connection URL | did you mean "sslmode"?
        postgres://h/d?sslMode=require | unknown parameter "sslMode" in the connection URL | did you mean "sslmode"?
        postgres://h/d?applicationname=x | unknown parameter "applicationname" in the connection URL | did you mean "application_name"?
        postgres://h/d?currentSchemas=x | unknown parameter "currentSchemas" in the connection URL | did you mean "currentSchema"?
        postgres://h/d?PGHOST=x | unknown parameter "PGHOST" in the connection URL | did you mean "host"?
        postgres://h/d?pgbouncer=true | unknown parameter "pgbouncer" in the connection URL | remove it, or set it where Prisma reads its URL: only Prisma knows it
        postgres://h/d?schema=public | unknown parameter "schema" in the connection URL | write currentSchema=NAME for a schema; psql reads options=-csearch_path%3DNAME
        postgres://h/d?nonsense=1 | unknown parameter "nonsense" in the connection URL | remove it: neither libpq nor the PostgreSQL JDBC driver knows it
        postgres://h/d?=x | unknown parameter "" in the connection URL | remove it: neither libpq nor the PostgreSQL JDBC driver knows it
        postgres://h/d?sslmode=no-verify | unknown sslmode "no-verify" in the connection URL | use one of disable, allow, prefer, require, verify-ca, verify-full
        postgres://h/d?sslmode= | unknown sslmode "" in the connection URL | use one of disable, allow, prefer, require, verify-ca, verify-full
        postgres://h/d?target_session_attrs=master | unknown target_session_attrs "master" in the connection URL | use one of any, read-write, read-only, primary, standby, prefer-standby
        postgres://h/d?connect_timeout=5s | connect_timeout in the connection URL is not a whole number: "5s" | write it as digits, such as connect_timeout=10
        postgres://h/d?ssl=1 | ssl in the connection URL is neither true nor false | write ssl=true, or set sslmode, such as sslmode=verify-full
        postgres://h/d?replication=database | "replication=database" in the connection URL cannot be used: db-ops needs an ordinary session | remove replication from the connection URL
        postgres://h/d?client_encoding=LATIN1 | "client_encoding=LATIN1" in the connection URL cannot be used: the driver always uses UTF-8 | remove client_encoding from the connection URL
        postgres://h/d?sslcertmode=require | "sslcertmode=require" in the connection URL cannot be used: the driver does not report whether the server asked for a certificate | remove sslcertmode from the connection URL
        postgres://h/d?ssl_max_protocol_version=TLSv1.1 | "ssl_max_protocol_version=TLSv1.1" in the connection URL cannot be used: Java speaks TLS 1.2 and 1.3 | remove ssl_max_protocol_version from the connection URL
        postgres://h/d?ssl_min_protocol_version=TLSv1.3&ssl_max_protocol_version=TLSv1.2 | ssl_min_protocol_version is above ssl_max_protocol_version | remove one of them, or set both to the same version
        postgres://h/d?sslrootcert=system&sslmode=require | sslrootcert=system needs sslmode=verify-full, but the connection URL says require | set sslmode=verify-full
        postgres://h/d?sslnegotiation=direct&sslmode=prefer | sslnegotiation=direct needs an sslmode that requires TLS | set sslmode=verify-full, verify-ca or require
        postgres://h/d?sslmode | a parameter in the connection URL has no "=" | write parameters as NAME=VALUE, with "&" between them; in a value write "&" as %26
        postgres://h/d?password=SECRET=x | the value of "password" in the connection URL contains "=" | write "=" as %3D in a value
        postgres://h/d?password=a&SECRET | the text after password in the connection URL is not a parameter | write "&" as %26 in a value, such as a password
        postgres://h/d?password=a&SECRET=b | the text after password in the connection URL is not a parameter | write "&" as %26 in a value, such as a password
        """)
    void namesTheErrorAndTheFix(String url, String message, String hint) {
        // given, when, then
        assertThatThrownBy(() -> target(url))
                .asInstanceOf(InstanceOfAssertFactories.type(OpsException.class))
                .satisfies(e -> {
                    assertThat(e.getMessage()).isEqualTo(message);
                    assertThat(e.hint()).contains(hint);
                    assertThat(e.kind()).isEqualTo(OpsException.Kind.USAGE);
                })
                .extracting(e -> e.getMessage() + e.hint().orElseThrow())
                .asString()
                .doesNotContain("SEC", "RET");
    }

    @Test
    void noErrorQuotesAnyPieceOfAPasswordThatIsNotEncoded() {
        // given passwords that shift the parts of the URL in every way
        var random = new Random(4711);
        var pieces = List.of("@", ":", "/", "?", "#", "%", "%4", "&", "=", "[", "]", ",", " ", "\\", "5432", "h");
        int errors = 0;
        for (int i = 0; i < 20_000; i++) {
            var password = new StringBuilder("Geheim");
            for (int j = random.nextInt(6); j >= 0; j--) {
                password.append(pieces.get(random.nextInt(pieces.size())));
                password.append(random.nextInt(3) == 0 ? "" : "Geheim");
            }
            // when
            try {
                target("postgres://ann:" + password + "@db.example.com:5432/cruddur?sslmode=require");
            } catch (OpsException e) {
                errors++;
                // then
                assertThat(e.getMessage() + e.hint().orElseThrow()).doesNotContain("Geheim");
            }
        }
        assertThat(errors).isBetween(5_000, 19_000);
    }

    @Test
    void everyTargetSurvivesBeingWrittenAsAUrlAndReadBack() {
        var random = new Random(42);
        for (int i = 0; i < 5_000; i++) {
            // given
            var target = randomTarget(random);

            // when
            var readBack = target(ConnectionUrl.formatWithPassword(target));

            // then
            assertThat(readBack).isEqualTo(target);
        }
    }

    @Test
    void theUrlWithoutPasswordNamesTheSameDatabaseAndHoldsNoSecret() {
        // given
        var target = target(
                "postgres://a@b:p%40w@h:1,[::1]:2/d%20e?sslmode=require&sslpassword=keypw".replace("a@b", "a%40b"));

        // when
        var url = ConnectionUrl.format(target);

        // then
        assertThat(url).isEqualTo("postgresql://a%40b@h:1,[::1]:2/d%20e?sslmode=require");
        assertThat(ConnectionUrl.formatWithPassword(target))
                .isEqualTo("postgresql://a%40b:p%40w@h:1,[::1]:2/d%20e?sslmode=require&sslpassword=keypw");
    }

    @Test
    void withoutAnyUserThereIsAnError() {
        // given
        var nobody = new TargetEnvironment(
                Map.of(),
                Set.of(),
                "",
                TestEnvironment.NOWHERE,
                TestEnvironment.NOWHERE,
                TestEnvironment.NOWHERE,
                TestEnvironment.NO_SOCKETS,
                "");

        // when, then
        assertThatThrownBy(() -> ConnectionUrl.parse("postgres://h/d").resolve(ORIGIN, nobody))
                .asInstanceOf(InstanceOfAssertFactories.type(OpsException.class))
                .satisfies(e -> {
                    assertThat(e).hasMessage("there is no user name to connect with");
                    assertThat(e.hint()).contains("set PGUSER");
                });
    }

    @Test
    void nothingPrintsItsPassword() {
        // given
        var text = "postgres://ann:pa55w0rd@h/d?sslpassword=k3yw0rd";
        var url = ConnectionUrl.parse(text);
        var resolution = url.resolve(ORIGIN, TestEnvironment.with(Map.of("PGPASSWORD", "pa55w0rd")));

        // when
        var printed = List.of(
                url.toString(),
                resolution.toString(),
                resolution.target().toString(),
                resolution.target().description(),
                TestEnvironment.with(Map.of("PGPASSWORD", "pa55w0rd")).toString(),
                TargetChoice.ofUrl(text).toString(),
                UrlReader.read(text).toString());

        // then
        assertThat(printed).noneMatch(line -> line.contains("pa55w0rd") || line.contains("k3yw0rd"));
        assertThat(resolution.target().toString()).isEqualTo("db \"d\" on h:5432 as ann (from --url)");
    }

    private static ConnectionTarget target(String url) {
        return ConnectionUrl.parse(url).resolve(ORIGIN, TestEnvironment.empty()).target();
    }

    private static ConnectionTarget randomTarget(Random random) {
        var hosts = new ArrayList<HostPort>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            var host = List.of("h", "db.example.com", "10.1.2.3", "::1", "fe80::1%eth0")
                    .get(random.nextInt(5));
            hosts.add(new HostPort(host, 1 + random.nextInt(65535)));
        }
        var parameters = new HashMap<String, String>();
        for (var name : List.of("application_name", "options", "sslpassword", "currentSchema")) {
            if (random.nextBoolean()) {
                parameters.put(name, randomText(random));
            }
        }
        Optional<Password> password =
                random.nextBoolean() ? Optional.of(new Password(randomText(random))) : Optional.empty();
        return new ConnectionTarget(hosts, randomText(random), randomText(random), password, parameters, ORIGIN);
    }

    /** One to eight characters, including the special characters of URLs. */
    private static String randomText(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            var special = "@:/%#?&=[],+ \"'\\\n\t.~";
            switch (random.nextInt(3)) {
                case 0 -> text.append(special.charAt(random.nextInt(special.length())));
                case 1 -> text.append((char) ('a' + random.nextInt(26)));
                default ->
                    text.appendCodePoint(List.of(0xE9, 0x4E2D, 0x1F511, 1, 0x7F).get(random.nextInt(5)));
            }
        }
        return text.toString();
    }
}
