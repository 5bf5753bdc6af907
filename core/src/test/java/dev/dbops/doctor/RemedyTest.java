package dev.dbops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.doctor.Remedy.Part;
import org.junit.jupiter.api.Test;

class RemedyTest {
    private static final Step STEP = new Step("schema", "tables");

    @Test
    void itsCommandsAreApartFromItsProse() {
        var finding = STEP.warning("two", Remedy.of("first: `DROP TABLE %s`, then: `VACUUM %s`; or wait", "a", "b"));

        assertThat(finding.remedy()).isEqualTo("first: DROP TABLE a, then: VACUUM b; or wait");
        assertThat(finding.commands()).containsExactly("DROP TABLE a", "VACUUM b");
        assertThat(finding.parts().parts())
                .containsExactly(
                        new Part("first: ", false),
                        new Part("DROP TABLE a", true),
                        new Part(", then: ", false),
                        new Part("VACUUM b", true),
                        new Part("; or wait", false));
    }

    @Test
    void aNameMayHaveBackticksAndPlaceholders() {
        var finding = STEP.failed("odd", Remedy.of("`DROP TABLE %s`, or `TABLE %s`", "\"a`b %s\"", "\"100 %\""));

        assertThat(finding.commands()).containsExactly("DROP TABLE \"a`b %s\"", "TABLE \"100 %\"");
        assertThat(finding.as(String::toUpperCase).commands())
                .containsExactly("DROP TABLE \"A`B %S\"", "TABLE \"100 %\"");
    }

    @Test
    void withoutACommandItIsProse() {
        assertThat(STEP.warning("far", "move `it`").parts().parts()).containsExactly(new Part("move `it`", false));
        assertThat(STEP.ok("near").parts()).isEqualTo(Remedy.NONE);
    }
}
