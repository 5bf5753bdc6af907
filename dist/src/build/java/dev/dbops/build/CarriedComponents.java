package dev.dbops.build;

import dev.dbops.cli.CommandModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.ZipFile;

/** Everything that the distribution carries and others made: libraries, Java, PostgreSQL, certificates. */
final class CarriedComponents {
    private static final String OWN = "db-ops-";
    private static final Map<String, String> PLATFORMS = Map.of("amd64", "linux-amd64", "aarch64", "linux-arm64v8");

    private final Path module;
    private final List<Path> classPath;
    private final MavenRepository repository;
    private final LibraryLicenses texts;

    private CarriedComponents(Path module, List<Path> classPath, MavenRepository repository, Path licenses)
            throws IOException {
        this.module = module;
        this.classPath = classPath;
        this.repository = repository;
        this.texts = new LibraryLicenses(module.resolve("src/build/licenses.txt"), licenses);
    }

    /**
     * Finds the components, and writes the license texts of the libraries.
     *
     * @param module the directory of the module dist
     * @param classPath the classes and jars of db-ops and its libraries
     * @param licenses the directory for the texts
     * @throws IOException when something has no known license, no license text, or another digest than the recorded one
     */
    static List<Component> of(Path module, List<Path> classPath, Path licenses) throws IOException {
        var checksums = module.resolveSibling(".mvn").resolve("checksums/checksums.sha256");
        var repository = MavenRepository.of(checksums, classPath);
        return new CarriedComponents(module, classPath, repository, licenses).all();
    }

    private List<Component> all() throws IOException {
        var components = new ArrayList<Component>();
        var names = new TreeSet<String>();
        classPath.forEach(element -> names.add(element.getFileName().toString()));
        components.addAll(libraries(names));
        components.add(functions());
        components.addAll(others());
        return List.copyOf(components);
    }

    private List<Component> libraries(TreeSet<String> jars) throws IOException {
        var libraries = new ArrayList<Component>();
        for (var jar : jars) {
            if (jar.endsWith(".jar") && !jar.startsWith(OWN)) {
                libraries.add(texts.keep(repository.library(jar), repository.file(jar)));
            }
        }
        return libraries;
    }

    /** The package for AWS Lambda, which holds jars whose content is that of Maven's, uncompressed. */
    private Component functions() throws IOException {
        var zip = module.resolveSibling("lambda").resolve("target/db-ops-lambda.zip");
        var jars = new TreeSet<String>();
        try (var file = new ZipFile(zip.toFile())) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("lib/"))
                    .forEach(name -> jars.add(name.substring("lib/".length())));
        }
        var version = CommandModels.all().version()[0];
        var purl = "pkg:generic/db-ops-lambda@" + version;
        return new Component(
                "application",
                "",
                "db-ops-lambda.zip",
                version,
                "Apache-2.0",
                LibraryLicenses.APACHE,
                purl,
                Trees.sha256(zip),
                libraries(jars));
    }

    private List<Component> others() throws IOException {
        var others = new ArrayList<Component>();
        var inServer = new ArrayList<Component>();
        for (var line : Files.readAllLines(module.resolve("src/build/components.txt"))) {
            if (!line.startsWith("#")) {
                var words = fillIn(line).split(" *\\| *", -1);
                var component =
                        new Component(words[0], "", words[1], words[2], words[3], words[4], words[5], "", List.of());
                (words[6].isEmpty() ? others : inServer).add(component);
            }
        }
        var detailed = new ArrayList<Component>();
        for (var component : others) {
            switch (component.name()) {
                case "PostgreSQL server" -> detailed.add(server(component, inServer));
                case "PostgreSQL client programs" -> detailed.addAll(clients(component));
                case "Amazon RDS certificate authorities" -> detailed.add(certificates(component));
                default -> detailed.add(component);
            }
        }
        return detailed;
    }

    private Component server(Component component, List<Component> libraries) throws IOException {
        return component
                .withDigest(Trees.sha256(postgresql().resolve("postgres.txz")))
                .holding(libraries);
    }

    private Component certificates(Component component) throws IOException {
        return component.withDigest(Trees.sha256(module.resolve("src/files/certificates/rds/all.pem")));
    }

    /** The programs, which are carried on some platforms only. */
    private List<Component> clients(Component component) throws IOException {
        var directory = postgresql().resolve("client");
        var files = new ArrayList<Component>();
        for (var file : Trees.list(directory)) {
            var name = directory.relativize(file).toString();
            if (name.matches("(bin|lib)/.+")) {
                var purl = component.purl() + "#" + name;
                files.add(new Component(
                        "file",
                        "",
                        name,
                        component.version(),
                        component.license(),
                        component.licenseFile(),
                        purl,
                        Trees.sha256(file),
                        List.of()));
            }
        }
        return files.isEmpty() ? List.of() : List.of(component.holding(files));
    }

    private Path postgresql() {
        return module.resolveSibling("local").resolve("target/postgresql");
    }

    private String fillIn(String line) throws IOException {
        return line.replace("{vendor}", System.getProperty("java.vendor"))
                .replace("{jdk}", Runtime.version().toString())
                .replace("{server}", serverVersion())
                .replace("{platform}", PLATFORMS.getOrDefault(System.getProperty("os.arch"), "linux-amd64"));
    }

    private static String serverVersion() throws IOException {
        try (var text = ClassLoader.getSystemResourceAsStream("dev/dbops/local/server-version.txt")) {
            if (text == null) {
                throw new IOException("the class path has no dev/dbops/local/server-version.txt");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
