package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The changelog has the form of Keep a Changelog, and begins with the version that is built. */
class ChangelogTest {
    private static final List<String> KINDS =
            List.of("### Added", "### Changed", "### Deprecated", "### Removed", "### Fixed", "### Security");

    private static List<String> headings(String mark) throws IOException {
        return Files.readAllLines(Path.of("../CHANGELOG.md")).stream()
                .filter(line -> line.startsWith(mark))
                .toList();
    }

    @Test
    void beginsWithTheVersionThatIsBuiltOrWithWhatIsUnreleased() throws IOException {
        var version = System.getProperty("dbops.test.version").replace("-SNAPSHOT", "");

        assertThat(headings("## ").getFirst()).matches("## Unreleased|## " + version.replace(".", "\\.") + " \\(.+\\)");
        assertThat(headings("## ").stream().skip(1))
                .allMatch(heading -> heading.matches("## \\d+\\.\\d+\\.\\d+ \\((\\d{4}-\\d\\d-\\d\\d|unreleased)\\)"));
    }

    @Test
    void groupsChangesByTheirKind() throws IOException {
        assertThat(headings("### ")).isNotEmpty().allMatch(KINDS::contains);
    }

    @Test
    void hasNoChangeThatIsListedTwice() throws IOException {
        assertThat(headings("- ")).doesNotHaveDuplicates();
    }
}
