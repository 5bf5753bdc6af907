package dev.dbops;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Holds every Java source of the project to one format.
 *
 * <p>A test rather than a Maven plugin, because the formatter must understand Java 25 while Maven may run on 17.
 * {@code ./mvnw test -pl core -Dtest=SourceFormatTest -Dformat=apply} fixes what it finds.
 */
class SourceFormatTest {
    private static final Formatter FORMATTER = Formatter.createFormatter(JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build());

    @Test
    void everySourceIsFormatted() throws Exception {
        var apply = "apply".equals(System.getProperty("format"));
        var unformatted = new ArrayList<Path>();
        for (var source : sources()) {
            var text = Files.readString(source);
            var formatted = FORMATTER.formatSourceAndFixImports(text);
            if (!formatted.equals(text)) {
                if (apply) {
                    Files.writeString(source, formatted);
                } else {
                    unformatted.add(source);
                }
            }
        }
        assertThat(unformatted)
                .as("sources to format: run ./mvnw test -pl core -Dtest=SourceFormatTest -Dformat=apply")
                .isEmpty();
    }

    private static List<Path> sources() throws IOException, FormatterException {
        var root = Path.of("..").toRealPath();
        try (var files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !root.relativize(file).toString().matches("(\\w+/)?target/.*"))
                    .sorted()
                    .toList();
        }
    }
}
