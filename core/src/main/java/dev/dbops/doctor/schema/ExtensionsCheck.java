package dev.dbops.doctor.schema;

import dev.dbops.OpsException;
import dev.dbops.doctor.Check;
import dev.dbops.doctor.Figures;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Remedy;
import java.util.List;
import java.util.function.Supplier;

/** Checks that the extensions of the project's schema are available on the server, and installed. */
final class ExtensionsCheck {
    private ExtensionsCheck() {}

    /**
     * An extension that the server could install.
     *
     * @param installed the version in the database; empty if it is not installed
     * @param offered the version that the server would install
     */
    record Extension(String name, String installed, String offered) {
        private boolean isInstalled() {
            return !installed.isEmpty();
        }

        private boolean isOld() {
            return isInstalled() && !installed.equals(offered);
        }
    }

    static Check<Extension> check(Supplier<List<String>> needed) {
        var query = SchemaSteps.query(
                "extensions.sql",
                row -> new Extension(
                        row.getString("name"), row.getString("installed_version"), row.getString("default_version")));
        return Check.of(SchemaSteps.EXTENSIONS, query, rows -> judge(rows, needed));
    }

    private static Finding judge(List<Extension> extensions, Supplier<List<String>> needed) {
        try {
            return judge(extensions, needed.get());
        } catch (OpsException e) {
            return SchemaSteps.EXTENSIONS.skipped("the schema cannot be read: " + e.getMessage());
        }
    }

    static Finding judge(List<Extension> extensions, List<String> needed) {
        var missing = needed.stream()
                .filter(name ->
                        extensions.stream().noneMatch(each -> each.name().equals(name)))
                .toList();
        if (!missing.isEmpty()) {
            return SchemaSteps.EXTENSIONS.failed(
                    "the schema requires extensions that the server does not have: " + Figures.names(missing),
                    Remedy.of("install them on the server, or remove them from the schema; the available ones on RDS:"
                            + " `SHOW rds.extensions`"));
        }
        var absent = extensions.stream()
                .filter(each -> needed.contains(each.name()) && !each.isInstalled())
                .map(Extension::name)
                .toList();
        if (!absent.isEmpty()) {
            return SchemaSteps.EXTENSIONS.warning(
                    "the schema requires extensions that the database does not have yet: " + Figures.names(absent),
                    Remedy.of("`db-ops schema-load`, or: `CREATE EXTENSION \"%s\"`", absent.getFirst()));
        }
        return judgeVersions(extensions);
    }

    private static Finding judgeVersions(List<Extension> extensions) {
        var old = extensions.stream().filter(Extension::isOld).toList();
        if (!old.isEmpty()) {
            var names = old.stream()
                    .map(each -> "%s %s, of which the server has %s"
                            .formatted(each.name(), each.installed(), each.offered()))
                    .toList();
            return SchemaSteps.EXTENSIONS.warning(
                    "older than the server's: " + Figures.names(names),
                    Remedy.of("`ALTER EXTENSION \"%s\" UPDATE`", old.getFirst().name()));
        }
        var installed = extensions.stream()
                .filter(Extension::isInstalled)
                .map(Extension::name)
                .toList();
        return SchemaSteps.EXTENSIONS.ok("installed: " + Figures.names(installed));
    }
}
