package dev.dbops.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret is shown, and nothing else is changed. */
class RedactorTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        postgresql://u:hunter2@h/d | postgresql://u:****@h/d
        postgres://u:hunter2@h/d | postgres://u:****@h/d
        POSTGRES://u:hunter2@h/d | POSTGRES://u:****@h/d
        jdbc:postgresql://u:hunter2@h/d | jdbc:postgresql://u:****@h/d
        jdbc:postgresql://h/d?user=u&password=hunter2&ssl=true | jdbc:postgresql://h/d?user=u&password=****&ssl=true
        postgresql://h/d?sslpassword=hunter2 | postgresql://h/d?sslpassword=****
        postgresql://:hunter2@h/d | postgresql://:****@h/d
        postgresql://u:hunter2@h1:5432,h2:5433/d | postgresql://u:****@h1:5432,h2:5433/d
        postgresql://u:hunter2@[::1]:5432/d | postgresql://u:****@[::1]:5432/d
        postgresql://u:hun@ter2@h/d | postgresql://u:****@h/d
        postgresql://u:hun/ter2@h/d | postgresql://u:****@h/d
        postgresql://u:hun?ter2@h/d | postgresql://u:****@h/d
        postgresql://u:hun#ter2@h/d | postgresql://u:****@h/d
        postgresql://u:hun%ter2@h/d | postgresql://u:****@h/d
        postgresql://u:hun%40ter2@h/d | postgresql://u:****@h/d
        postgresql://u:hun ter2@h/d | postgresql://u:****@h/d
        postgresql:/u:hunter2@h/d | postgresql:/u:****@h/d
        postgresql:u:hunter2@h/d | postgresql:u:****@h/d
        /tmp/x/postgresql:/u:hunter2@h/d | /tmp/x/postgresql:/u:****@h/d
        postgresql://u:hunter2 | postgresql://u:****
        "postgresql://u:hunter2@h/d" is not a file | "postgresql://u:****@h/d" is not a file
        "postgresql://u:hun ter2@h/d" is not a file | "postgresql://u:****@h/d" is not a file
        'postgresql://u:hun"ter2@h/d', or what? | 'postgresql://u:****@h/d', or what?
        unknown option: '--urll=postgresql://u:hunter2@h/d' | unknown option: '--urll=postgresql://u:****@h/d'
        from postgresql://u:hunter2@h/d to postgresql://v:hunter3@i/e | from postgresql://u:****@h/d to postgresql://v:****@i/e
        mysql://u:hunter2@h/d | mysql://u:****@h/d
        HTTPS_PROXY=http://u:hunter2@proxy:3128 | HTTPS_PROXY=http://u:****@proxy:3128
        host=h password=hunter2 dbname=d | host=h password=**** dbname=d
        host=h password = hunter2 | host=h password = ****
        host=h password='hun ter\\'2' dbname=d | host=h password=**** dbname=d
        host=h password='' sslpassword='hunter2' | host=h password=**** sslpassword=****
        "host=h password=hunter2" is not a name | "host=h password=****" is not a name
        "host=h password=hun"ter2" is not a name | "host=h password=****" is not a name
        host=h password=hun\\ ter2 dbname=d | host=h password=**** dbname=d
        host=h password=hun&ter2 dbname=d | host=h password=**** dbname=d
        PGPASSWORD=hunter2 psql | PGPASSWORD=**** psql
        PROD_DB_PASSWORD=hunter2 | PROD_DB_PASSWORD=****
        PGPASSWORD="hunter2 x" psql | PGPASSWORD=**** psql
        export AWS_SECRET_ACCESS_KEY=wJalr/K7MDENG+bPx | export AWS_SECRET_ACCESS_KEY=****
        aws_session_token = IQoJb3JpZ2lu | aws_session_token = ****
        h:5432/?Action=connect&DBUser=u&X-Amz-Security-Token=abc&X-Amz-Signature=0f9e | h:5432/?Action=connect&DBUser=u&X-Amz-Security-Token=****&X-Amz-Signature=****
        X-Amz-Credential=AKIA%2F2026&X-Amz-Date=20260101 | X-Amz-Credential=****&X-Amz-Date=20260101
        {"username":"u","password":"hun\\"ter2"} | {"username":"u","password":"****"}
        {\\"password\\": \\"hunter2\\"} | {\\"password\\": \\"****\\"}
        SecretString: {"SecretString":"hunter2"} | SecretString: {"SecretString":"****"}
        Authorization: AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=0f | Authorization: ****
        authorization=Bearer abc.def | authorization=****
        CREATE ROLE app LOGIN PASSWORD 'hun''ter2'; | CREATE ROLE app LOGIN PASSWORD ****;
        ALTER ROLE app ENCRYPTED PASSWORD E'hunter2' | ALTER ROLE app ENCRYPTED PASSWORD ****
        the token eyJhbGciOi.eyJzdWIiOi.c2lnbmF0 has expired | the token **** has expired
        """)
    void secretsAreHiddenByTheirPlace(String text, String shown) {
        assertThat(Redactor.byPlace().redact(text)).isEqualTo(shown);
        assertThat(Redactor.byPlace().redact(shown)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "target: db \"cruddur\" on db.example.com:5432 as app (from PROD_CONNECTION_URL)",
                "cannot log in as user@host: password authentication failed for user \"app\"",
                "set PROD_CONNECTION_URL=postgresql://USER:PASSWORD@HOST:PORT/NAME",
                "postgresql://app@h:5432/d?sslmode=verify-full",
                "postgresql://h1:5432,h2:5433/d, and mail to ops@example.com",
                "postgresql://[::1]:5432/d and a@b",
                "postgresql:///d?host=/var/run/postgresql",
                "see https://docs.aws.amazon.com/a:b@c/",
                "https://hooks.example.com:8443/x?y=user@example.com",
                "git@github.com:cruddur/db.git",
                "the password is empty; the secret \"prod/db\" has no field password",
                "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod-AbCdEf",
                "parameter \"sslpassword\" and the token of IAM",
                "SELECT * FROM password_resets WHERE token IS NULL"
            })
    void textWithoutASecretStaysAsItIs(String text) {
        assertThat(Redactor.byPlace().redact(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "p w\"d;",
                "a' b\" c@d/e?f#g",
                "x\ny",
                "%zz@h/d?",
                "",
                "12",
            })
    void anArgumentIsHiddenWhateverItsPasswordContains(String password) {
        var url = "postgresql://u:" + password + "@h/d";
        var redactor = Redactor.of(List.of("sessions", url), Map.of());

        assertThat(redactor.redact("say \"" + url + "\" and " + url + "!"))
                .isEqualTo(
                        password.isEmpty()
                                ? "say \"" + url + "\" and " + url + "!"
                                : "say \"postgresql://u:****@h/d\" and postgresql://u:****@h/d!");
    }

    @Test
    void aKnownValueIsHiddenWithoutItsPlaceToo() {
        var redactor = Redactor.of(
                List.of("--url=postgresql://u:p%40ssw0rd@h/d", "u:hunter2@h:5432/d"),
                Map.of(
                        "PGPASSWORD",
                        "k3y-of-pg",
                        "AWS_SESSION_TOKEN",
                        "IQoJb3JpZ2luX2Vj",
                        "X_URL",
                        "postgres://a:b1b2b3@c/d"));

        assertThat(redactor.redact(
                        "syntax error at hunter2, p%40ssw0rd, p@ssw0rd, k3y-of-pg, IQoJb3JpZ2luX2Vj, b1b2b3"))
                .isEqualTo("syntax error at ****, ****, ****, ****, ****, ****");
        assertThat(redactor.redact("there is no command \"u:hunter2@h:5432/d\""))
                .isEqualTo("there is no command \"u:****@h:5432/d\"");
    }

    @Test
    void aPasswordThatIsAnOrdinaryWordIsNotHiddenInASentence() {
        var redactor = Redactor.of(
                List.of("postgresql://app:postgres@h/postgres", "postgresql://team-1:team-1@h/d"),
                Map.of("PGPASSWORD", "password"));
        var text = "db \"postgres\" as team-1: password authentication failed";

        assertThat(redactor.redact(text)).isSameAs(text);
    }

    @Test
    void aPasswordOfTheTargetIsRegisteredLater() {
        var redactor = Redactor.byPlace();
        redactor.hide("correct horse battery", "db \"d\" on h:5432 as u");

        assertThat(redactor.redact("it was correct horse battery")).isEqualTo("it was ****");
    }

    /** A search that takes the square of the length would not end before the limit of every test. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "a.", "1a+", "token ", "a:", "eyJ"})
    void aLongTextWithoutAUrlTakesTimeInProportion(String part) {
        var text = part.repeat(500_000 / part.length()) + " https://u:hunter2@h";

        assertThat(Redactor.byPlace().redact(text)).endsWith(" https://u:****@h");
        assertThat(SecretArgument.of(text).secrets()).isNotEmpty();
    }
}
