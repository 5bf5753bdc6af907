package dev.dbops.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.script.TypedText.Command;
import dev.dbops.script.lexer.MissingEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text at the prompt: its complete statements, and the sign that the prompt shows for the rest. */
class TypedTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        select 1                                    | SEMICOLON    | select 1
        select 1; select                            | SEMICOLON    | select
        select 'a;                                  | SINGLE_QUOTE | select 'a;
        select E'a\\'                               | SINGLE_QUOTE | select E'a\\'
        select "a;                                  | DOUBLE_QUOTE | select "a;
        do $x$ begin; $$                            | DOLLAR_QUOTE | do $x$ begin; $$
        select 1; select (1                         | PARENTHESIS  | select (1
        select /* a; /* b */                        | COMMENT      | select /* a; /* b */
        select 1; /* a                              | COMMENT      | /* a
        create function f() begin atomic select 1;  | SEMICOLON    | create function f() begin atomic select 1;
        """)
    void anIncompleteStatementIsKeptWithItsMissingEnd(String text, MissingEnd missing, String rest) {
        var typed = TypedText.read(text, true);

        assertThat(typed.missing()).isEqualTo(missing);
        assertThat(typed.rest()).isEqualTo(rest);
    }

    @Test
    void statementsEndAtTheirSemicolons() {
        var typed = TypedText.read("select ';'; -- a;\nselect $$;$$;  \n", true);

        assertThat(typed.rest()).isEmpty();
        assertThat(typed.missing()).isEqualTo(MissingEnd.NOTHING);
        assertThat(typed.parts())
                .extracting(part -> ((TypedStatement) part).text())
                .containsExactly("select ';';", "select $$;$$;");
    }

    @Test
    void anIncompleteStatementInLaterLinesIsFoundByItsPlace() {
        assertThat(TypedText.read("select 'ü';\n  select 'ö\nä", true).rest()).isEqualTo("select 'ö\nä");
    }

    @Test
    void commandsAreAllowedBetweenAndInsideStatements() {
        var typed = TypedText.read("\\x on\nselect 1\n\\dt public.*\n", true);

        assertThat(typed.parts()).containsExactly(new Command("x", "on"), new Command("dt", "public.*"));
        assertThat(typed.rest().strip()).isEqualTo("select 1");
    }

    @Test
    void goSendsTheStatementBeforeIt() {
        var typed = TypedText.read("select 1 \\gx\n", true);

        assertThat(typed.parts()).singleElement().isInstanceOfSatisfying(TypedStatement.class, statement -> {
            assertThat(statement.text().strip()).isEqualTo("select 1");
            assertThat(statement.expanded()).isTrue();
        });
        assertThat(typed.rest()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        select 1;                       | true
        (select 1) union select 2;      | true
        with a as (select 1) table a;   | true
        insert into a values (1);       | false
        explain select 1;               | false
        select 1\\; select 2;           | false
        """)
    void rowsAreFetchedInPortionsOnlyForASingleQuery(String text, boolean query) {
        assertThat(TypedText.read(text, true).parts())
                .singleElement()
                .isInstanceOfSatisfying(
                        TypedStatement.class,
                        statement -> assertThat(statement.isQuery()).isEqualTo(query));
    }

    @Test
    void backslashesEscapeAsTheSessionIsSet() {
        assertThat(TypedText.read("select 'a\\';", true).rest()).isEmpty();
        assertThat(TypedText.read("select 'a\\';", false).missing()).isEqualTo(MissingEnd.SINGLE_QUOTE);
    }
}
