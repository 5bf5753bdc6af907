package dev.dbops.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.postgres.ServerVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class DumpTextTest {
    private static final ServerVersion SERVER_15 = new ServerVersion("15.18", 150_018);
    private static final ServerVersion SERVER_17 = new ServerVersion("17.11", 170_011);

    private static final String HEAD = """
        --
        -- PostgreSQL database dump
        --

        \\restrict Key1

        -- Dumped from database version 15.18
        -- Dumped by pg_dump version 17.6

        SET statement_timeout = 0;
        SET transaction_timeout = 0;
        SELECT pg_catalog.set_config('search_path', '', false);

        """;

    private static final String TABLE = """
        --
        -- Name: users; Type: TABLE; Schema: public; Owner: -
        --

        CREATE TABLE public.users (
            id integer
        );


        """;

    private static final String OWN_TRIGGER = """
        --
        -- Name: users dbops_capture_insert; Type: TRIGGER; Schema: public; Owner: -
        --

        CREATE TRIGGER dbops_capture_insert AFTER INSERT ON public.users EXECUTE FUNCTION dbops.capture_row();

        ALTER TABLE public.users ENABLE ALWAYS TRIGGER dbops_capture_insert;


        """;

    private static final String OTHER_TRIGGER = """
        --
        -- Name: users audit; Type: TRIGGER; Schema: public; Owner: -
        --

        CREATE TRIGGER audit AFTER INSERT ON public.users EXECUTE FUNCTION public.audit();


        """;

    private static final String END = """
        --
        -- PostgreSQL database dump complete
        --

        """;

    private static final String UNRESTRICT = "\\unrestrict Key1\n\n";

    @Test
    void versionsAndRandomKeysAreLeftOut() {
        assertThat(stable(SERVER_17, HEAD + TABLE + END + UNRESTRICT)).isEqualTo("""
            --
            -- PostgreSQL database dump
            --

            SET statement_timeout = 0;
            SET transaction_timeout = 0;
            SELECT pg_catalog.set_config('search_path', '', false);

            """ + TABLE + END.strip() + "\n");
    }

    @Test
    void aSettingThatTheServerDoesNotKnowIsLeftOut() {
        assertThat(stable(SERVER_15, HEAD + TABLE + END + UNRESTRICT))
                .contains("SET statement_timeout = 0;\nSELECT pg_catalog")
                .doesNotContain("transaction_timeout");
    }

    @Test
    void triggersOfDbOpsAreLeftOutAndNoOthers() {
        var own = List.of(new OwnTrigger("public", "users", "dbops_capture_insert"));

        var withBoth = new DumpText(HEAD + TABLE + OWN_TRIGGER + OTHER_TRIGGER + END, SERVER_17, own).stable();
        var ownLast = new DumpText(HEAD + TABLE + OWN_TRIGGER + END, SERVER_17, own).stable();

        assertThat(withBoth).isEqualTo(stable(SERVER_17, HEAD + TABLE + OTHER_TRIGGER + END));
        assertThat(ownLast).isEqualTo(stable(SERVER_17, HEAD + TABLE + END));
    }

    @Test
    void eventTriggersOfDbOpsAreLeftOutAndNoOthers() {
        var entry = """
            --
            -- Name: %1$s; Type: EVENT TRIGGER; Schema: -; Owner: -
            --

            CREATE EVENT TRIGGER %1$s ON sql_drop
               EXECUTE FUNCTION %2$s();


            """;
        var ours = entry.formatted("dbops_schema_dropped", "dbops.capture_schema_change");
        var other = entry.formatted("audit", "public.audit");
        var own = List.of(new OwnTrigger("-", "", "dbops_schema_dropped"));

        assertThat(new DumpText(HEAD + TABLE + ours + other + END, SERVER_17, own).stable())
                .isEqualTo(stable(SERVER_17, HEAD + TABLE + other + END));
    }

    @Test
    void similarTextInsideAFunctionStays() {
        var function = """
            CREATE FUNCTION public.f() RETURNS text LANGUAGE sql AS $$
            -- Dumped by pg_dump version 17.6
            \\restrict Key2
            \\unrestrict Key2
            $$;

            """;

        assertThat(stable(SERVER_17, HEAD + function + END + UNRESTRICT)).contains(function);
    }

    @Test
    void aSettingInsideALiteralStaysWhateverTheServerIs() {
        var comment = "COMMENT ON TABLE public.users IS 'first\r\nSET transaction_timeout = 0;\nlast \r';\n\n";

        assertThat(stable(SERVER_15, HEAD + TABLE + comment + END)).contains(comment);
    }

    @Test
    void aNameWithALineFeedIsThatOfItsHeading() {
        var own = List.of(new OwnTrigger("public", "odd\nname", "dbops_capture_insert"));
        var trigger = OWN_TRIGGER.replace("users", "odd name");

        assertThat(new DumpText(HEAD + TABLE + trigger + END, SERVER_17, own).stable())
                .isEqualTo(stable(SERVER_17, HEAD + TABLE + END));
    }

    @Test
    void aTableWhoseNameLooksLikeATriggersHeadingStays() {
        var own = List.of(new OwnTrigger("public", "users", "dbops_capture_insert"));
        var table = TABLE.replace(
                "Name: users;", "Name: users dbops_capture_insert; Type: TRIGGER; Schema: public; Owner: -;");

        assertThat(new DumpText(HEAD + table + END, SERVER_17, own).stable()).contains(table);
    }

    private static String stable(ServerVersion server, String text) {
        return new DumpText(text, server, List.of()).stable();
    }
}
