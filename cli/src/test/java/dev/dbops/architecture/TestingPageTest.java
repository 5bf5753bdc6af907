package dev.dbops.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A page that says where a feature is tested must not speak of tests that are gone. */
class TestingPageTest {
    private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+)`");

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        var named = new ArrayList<String>();
        var missing = new ArrayList<String>();
        var page = NAMED_TEST.matcher(Files.readString(Path.of("..", "docs", "testing.md")));
        while (page.find()) {
            named.add(page.group());
            if (!isThere(page.group(1), page.group(2))) {
                missing.add(page.group());
            }
        }

        assertThat(missing).isEmpty();
        assertThat(named).hasSizeGreaterThan(50);
    }

    private static boolean isThere(String testClass, String method) throws IOException {
        for (var module : List.of("core", "aws", "redshift", "kafka", "local", "lambda", "cli", "dist")) {
            try (var files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                for (var file : (Iterable<Path>) files::iterator) {
                    if (file.endsWith(testClass + ".java")) {
                        return Files.readString(file).contains(" void " + method + "(");
                    }
                }
            }
        }
        return false;
    }
}
