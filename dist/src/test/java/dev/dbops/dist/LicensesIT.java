package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The licenses of the distribution: a text and a line for each component that it carries, and nothing else. */
class LicensesIT {
    private static final Path DIRECTORY = Path.of("target/db-ops/licenses");

    /**
     * A line of the index.
     *
     * @param component its name
     * @param files the files and directories of its texts
     */
    private record Line(String component, String version, String license, List<String> files) {}

    private static List<Line> index() throws IOException {
        return Files.readAllLines(DIRECTORY.resolve("README.txt")).stream()
                .map(line -> line.split(" {2,}"))
                .filter(words -> words.length == 4)
                .map(words -> new Line(words[0], words[1], words[2], List.of(words[3].split(", "))))
                .toList();
    }

    @Test
    void everyCarriedComponentHasALineAndNothingElseHasOne() throws IOException {
        var carried = new TreeMap<String, String>();
        for (var part : BillOfMaterials.read().all()) {
            if (!part.text("type").equals("file") && !part.name().equals("db-ops-lambda.zip")) {
                carried.put(part.name() + " " + part.text("version"), part.license());
            }
        }
        var listed = new TreeMap<String, String>();
        for (var line : index()) {
            assertThat(listed.put(line.component() + " " + line.version(), line.license()))
                    .as("%s is listed once", line)
                    .isNull();
        }

        assertThat(listed).isEqualTo(carried);
        assertThat(listed.keySet()).anyMatch(name -> name.contains("OpenJDK"));
        assertThat(listed).containsKey("Amazon RDS certificate authorities 1.1.2");
    }

    @Test
    void everyLineLeadsToAText() throws IOException {
        assertThat(index()).hasSizeGreaterThan(70);
        assertThat(index()).flatMap(Line::files).allSatisfy(name -> {
            var file = DIRECTORY.resolve(name);
            if (name.endsWith("/")) {
                assertThat(file).isDirectoryRecursivelyContaining(text -> isText(text));
            } else {
                assertThat(file).isRegularFile().isNotEmptyFile();
            }
        });
    }

    private static boolean isText(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > 100;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyTextBelongsToALine() throws IOException {
        var mentioned = index().stream()
                .flatMap(line -> line.files().stream())
                .map(name -> name.replace("/", ""))
                .toList();

        try (Stream<Path> files = Files.list(DIRECTORY)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("README.txt")))
                    .isNotEmpty()
                    .allMatch(mentioned::contains);
        }
    }

    @Test
    void theTextOfALineIsThatOfItsLicense() throws IOException {
        for (var line : index()) {
            var word = switch (line.license()) {
                case "Apache-2.0" -> "Apache License";
                case "MIT", "MIT-0" -> "Permission is hereby granted, free of charge";
                case "BSD-2-Clause", "BSD-3-Clause" -> "Redistributions in binary form must reproduce";
                case "0BSD" -> "Permission to use, copy, modify, and/or distribute";
                case "PostgreSQL" -> "UNIVERSITY OF CALIFORNIA";
                case "OpenSSL" -> "OpenSSL Project";
                case "Unicode-DFS-2016" -> "UNICODE, INC. LICENSE AGREEMENT";
                case "Zlib" -> "Altered source versions must be plainly marked";
                case "GPL-2.0-only WITH Classpath-exception-2.0" -> "\"CLASSPATH\" EXCEPTION";
                case "LicenseRef-public-domain" -> "public domain";
                case "LicenseRef-OSSP-uuid" -> "OSSP uuid";
                default -> throw new AssertionError("a license that this test does not know: " + line);
            };
            assertThat(texts(line.files())).as("%s", line).containsIgnoringCase(word);
        }
    }

    private static String texts(List<String> names) throws IOException {
        var text = new StringBuilder();
        for (var name : names) {
            try (var files = Files.walk(DIRECTORY.resolve(name))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return text.toString().replaceAll("\\s+", " ");
    }
}
