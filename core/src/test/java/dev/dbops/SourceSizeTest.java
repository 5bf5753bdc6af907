package dev.dbops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Notices when classes, commands and packages of the main sources grow beyond what a reader can hold. */
class SourceSizeTest {
    private static final int LONGEST_CLASS = 250;
    private static final int LONGEST_COMMAND = 120;
    private static final int LARGEST_PACKAGE = 40;

    @Test
    void noClassIsLongerThanAReaderCanHold() throws IOException {
        var tooLong = new ArrayList<String>();
        for (var source : sources()) {
            var text = Files.readString(source);
            var lines = text.lines().count();
            var most = text.contains(" implements Command") ? LONGEST_COMMAND : LONGEST_CLASS;
            if (lines > most) {
                tooLong.add("%s: %d lines, at most %d".formatted(source.getFileName(), lines, most));
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void noPackageHasTooManyClasses() throws IOException {
        Map<Path, Integer> sizes = new TreeMap<>();
        for (var source : sources()) {
            sizes.merge(source.getParent(), 1, Integer::sum);
        }
        sizes.values().removeIf(files -> files <= LARGEST_PACKAGE);
        assertThat(sizes).isEmpty();
    }

    @Test
    void everyPackageHasADescription() throws IOException {
        assertThat(sources().stream()
                        .map(Path::getParent)
                        .distinct()
                        .filter(folder -> Files.notExists(folder.resolve("package-info.java"))))
                .isEmpty();
    }

    @Test
    void noTwoClassesHaveOneSimpleName() throws IOException {
        Map<String, Path> seen = new HashMap<>();
        var twice = new ArrayList<String>();
        for (var source : sources()) {
            var other = seen.put(source.getFileName().toString(), source);
            if (other != null) {
                twice.add(other + " and " + source);
            }
        }
        assertThat(twice).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        var sources = new ArrayList<Path>();
        try (var modules = Files.list(Path.of("..").toRealPath())) {
            for (var module : modules.toList()) {
                var main = module.resolve("src/main/java");
                if (Files.isDirectory(main)) {
                    try (var files = Files.walk(main)) {
                        files.filter(file -> file.toString().endsWith(".java"))
                                .filter(file -> !file.endsWith("package-info.java"))
                                .forEach(sources::add);
                    }
                }
            }
        }
        return sources;
    }
}
