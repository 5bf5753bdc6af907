package dev.dbops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.postgres.CatalogReader;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The findings of an examination. */
public record Examined(List<Finding> findings) {
    private static final Pattern SQL = Pattern.compile(
            "\\b(SELECT|ALTER|CREATE|DROP|VACUUM|REINDEX|ANALYZE|GRANT|REVOKE|ROLLBACK|COMMIT|SHOW|SET)\\b");

    /** Examines a database over a connection of its own. */
    public static Examined of(ConnectionTarget target, Function<CatalogReader, CheckSuite> examination) {
        try (var database = Database.connect(target)) {
            return of(examination.apply(new CatalogReader(database)));
        }
    }

    /** Examines. */
    public static Examined of(CheckSuite examination) {
        var findings = new ArrayList<Finding>();
        examination.examine(findings::add);
        findings.forEach(Examined::requireCommandsApart);
        return new Examined(findings);
    }

    /** SQL in prose could not be copied and run. */
    private static void requireCommandsApart(Finding finding) {
        for (var part : finding.parts().parts()) {
            assertThat(part.isCommand() || !SQL.matcher(part.text()).find())
                    .as(finding.toString())
                    .isTrue();
        }
    }

    /** The finding of a step, of which there must be one. */
    public Finding step(String name) {
        var found = findings.stream().filter(each -> each.step().equals(name)).toList();
        assertThat(found).as("step %s of %s", name, this).hasSize(1);
        return found.getFirst();
    }

    /** Asserts how a step ended, and hands on its finding. */
    public Finding step(String name, Outcome outcome) {
        var found = step(name);
        assertThat(found.outcome()).as(toString()).isEqualTo(outcome);
        return found;
    }

    /** The steps that ended so. */
    public List<String> steps(Outcome outcome) {
        return findings.stream()
                .filter(each -> each.outcome() == outcome)
                .map(Finding::step)
                .toList();
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var each : findings) {
            text.append('\n').append(each);
        }
        return text.toString();
    }
}
