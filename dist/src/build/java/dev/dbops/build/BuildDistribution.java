package dev.dbops.build;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Builds the distribution: a launcher, a runtime image that holds db-ops as a module, start-up caches, the server.
 *
 * <p>Run from source by the JDK that compiles the project, because the image and the cache are made of that JDK: {@code
 * java -cp CLASSPATH BuildDistribution.java MODULE_DIRECTORY CLASSPATH train|skip|LISTS BUILD_STARTED}. Everything is built
 * beside the existing distribution and replaces it at the end, so a command that runs meanwhile is not disturbed. The
 * file {@code fingerprint} records what the distribution was made of, and its time when the build began: sources that
 * are newer are not in it. The file {@code lib/commit}, which {@code --version} prints, and the manual pages name the
 * commit; they are written again when it changes.
 */
public final class BuildDistribution {
    private final Path module;
    private final List<Path> classPath;
    private final String caches;
    private final Instant started;

    private BuildDistribution(Path module, List<Path> classPath, String caches, Instant started) {
        this.module = module;
        this.classPath = classPath;
        this.caches = caches;
        this.started = started;
    }

    public static void main(String... arguments) throws InterruptedException {
        try {
            parse(arguments).run();
        } catch (IOException e) {
            System.err.println("the distribution could not be built: " + e.getMessage());
            System.exit(1);
        }
    }

    private static BuildDistribution parse(String... arguments) throws IOException {
        var classPath = new ArrayList<Path>();
        for (var entry : arguments[1].split(java.io.File.pathSeparator)) {
            // this module has no classes of its own
            if (Files.exists(Path.of(entry))) {
                classPath.add(Path.of(entry));
            }
        }
        var caches = arguments[2];
        for (var list : lists(caches)) {
            if (!Files.exists(list)) {
                throw new IOException(
                        "dist.aot is train, skip or the directory lib of another build, and there is no " + list);
            }
        }
        return new BuildDistribution(
                Path.of(arguments[0]), List.copyOf(classPath), caches, Instant.parse(arguments[3]));
    }

    /** The lists of another build that are used; none when this build records its own, or has no caches. */
    private static List<Path> lists(String caches) {
        return caches.equals("train") || caches.equals("skip")
                ? List.of()
                : StartupCaches.LISTS.stream().map(Path.of(caches)::resolve).toList();
    }

    private void run() throws IOException, InterruptedException {
        var distribution = module.resolve("target/db-ops");
        var fingerprint = fingerprint();
        var recorded = distribution.resolve("fingerprint");
        if (!Files.exists(recorded) || !Files.readString(recorded).equals(fingerprint)) {
            var next = module.resolve("target/db-ops.next");
            Trees.delete(next);
            switch (caches) {
                case "train" -> buildAndTrain(next);
                case "skip" -> build(next);
                default -> buildWithLists(next, Path.of(caches));
            }
            Trees.makeReadable(next);
            Files.writeString(next.resolve("fingerprint"), fingerprint);
            replace(distribution, next);
        }
        describeCommit(distribution);
        // for the programs of bench, which use parts of the AWS SDK that the distribution leaves out
        Files.writeString(
                module.resolve("target/class-path"),
                classPath.stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator)));
        Files.setLastModifiedTime(recorded, FileTime.from(started));
    }

    /** Writes what depends on the commit, for which nothing else is built again. */
    private void describeCommit(Path distribution) throws IOException {
        var commit = SourceCommit.of(module);
        var recorded = distribution.resolve("lib/commit");
        if (!Files.exists(recorded) || !Files.readString(recorded).equals(commit.inWords() + "\n")) {
            var papers = module.resolve("target/papers");
            Trees.delete(papers);
            Papers.describe(commit, module, papers);
            Trees.makeReadable(papers);
            Trees.delete(distribution.resolve("man"));
            move(papers.resolve("man"), distribution.resolve("man"));
            Files.createDirectories(recorded.getParent());
            Files.move(papers.resolve("lib/commit"), recorded, StandardCopyOption.REPLACE_EXISTING);
            Trees.delete(papers);
        }
    }

    private void buildAndTrain(Path distribution) throws IOException, InterruptedException {
        try (var caches = StartupCaches.prepare(module)) {
            build(distribution);
            caches.record(distribution.resolve("runtime"), distribution.resolve("lib"));
        }
    }

    /** The same lists make the same build: which classes the training sees depends on races of threads. */
    private void buildWithLists(Path distribution, Path lists) throws IOException, InterruptedException {
        build(distribution);
        StartupCaches.fromLists(lists, distribution.resolve("lib"));
    }

    private void build(Path distribution) throws IOException {
        var jar = module.resolve("target/module/dev.dbops.jar");
        Trees.copy(module.resolve("src/files"), distribution);
        for (var program : List.of("bin/db-ops", "lib/make-caches")) {
            Files.setPosixFilePermissions(distribution.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        new ApplicationModule(classPath).write(jar);
        RuntimeImage.link(jar, distribution.resolve("runtime"));
        Files.write(distribution.resolve("lib/java-options"), RuntimeImage.FLAGS);
        Files.copy(module.resolveSibling("LICENSE"), distribution.resolve("LICENSE"));
        Files.createDirectories(distribution.resolve("lambda"));
        Files.copy(functions(), distribution.resolve("lambda").resolve("db-ops-lambda.zip"));
        Files.copy(pipeline(), distribution.resolve("lambda").resolve("template.yaml"));
        copyWhenPresent(module.resolveSibling("completions"), distribution.resolve("completions"));
        Papers.describe(SourceCommit.of(module), module, distribution); // before the training, which reads the commit
        Papers.list(module, classPath, distribution.resolve("licenses"), module.resolve("target/db-ops-sbom.cdx.json"));
        copyWhenPresent(
                module.resolveSibling("local").resolve("target/postgresql"), distribution.resolve("postgresql"));
    }

    /** The package for AWS Lambda, which is carried as it is. */
    private Path functions() {
        return module.resolveSibling("lambda").resolve("target/db-ops-lambda.zip");
    }

    /** The template that lambda-deploy deploys. */
    private Path pipeline() {
        return module.resolveSibling("lambda").resolve("template.yaml");
    }

    /** Everything the distribution is made of: the same fingerprint, the same distribution. */
    private String fingerprint() throws IOException {
        var inputs = new ArrayList<>(classPath);
        inputs.add(Path.of(System.getProperty("java.home"), "release"));
        inputs.add(module.resolve("src/build"));
        inputs.add(module.resolve("src/files"));
        inputs.add(module.resolveSibling("local").resolve("target/postgresql"));
        inputs.add(functions());
        inputs.add(pipeline());
        inputs.add(module.resolveSibling("LICENSE"));
        inputs.add(module.resolveSibling("completions"));
        inputs.add(module.resolveSibling(".mvn").resolve("checksums"));
        inputs.add(module.resolveSibling("schema.sql"));
        inputs.add(module.resolveSibling("seed.sql"));
        inputs.addAll(lists(caches));
        return Trees.fingerprint(inputs) + " " + caches + "\n";
    }

    private static void copyWhenPresent(Path source, Path target) throws IOException {
        if (Files.isDirectory(source)) {
            Trees.copy(source, target);
        }
    }

    private static void replace(Path distribution, Path next) throws IOException {
        var previous = distribution.resolveSibling("db-ops.previous");
        Trees.delete(previous);
        if (Files.exists(distribution)) {
            move(distribution, previous);
        }
        move(next, distribution);
        Trees.delete(previous);
    }

    private static void move(Path source, Path target) throws IOException {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the build directory spans file systems: " + source + ", " + target, e);
        }
    }
}
