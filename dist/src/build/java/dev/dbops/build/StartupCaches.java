package dev.dbops.build;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Records what the start-up caches hold: runs the commands of a list in one process, against a PostgreSQL server with
 * TLS and SCRAM and a server that answers as AWS does, and keeps the names of the classes that they load, and of the
 * lambdas and constants that they resolve.
 *
 * <p>{@code lib/make-caches} makes the caches from these lists, here and wherever a package is installed.
 *
 * <p>There are four caches, because each class in a cache slows every command that uses it: for the commands that only
 * print, for the quick ones with a connection, for the commands that use AWS, and for all others. The launcher chooses.
 */
final class StartupCaches implements AutoCloseable {
    private static final String TRAINING = ApplicationModule.NAME + "/dev.dbops.cli.AotTraining";

    /** The lists in the directory lib of a distribution. */
    static final List<String> LISTS = List.of("core.classes", "print.classes", "quick.classes", "aws.classes");

    private static final String DATABASE = "application";

    private final Path module;
    private final Path directory;
    private final FutureTask<TrainingServer> server;
    private final TrainingAws aws;

    private StartupCaches(Path module, Path directory) throws IOException {
        this.module = module;
        this.directory = directory;
        this.aws = TrainingAws.start(module.resolve("src/build/training/aws"));
        this.server = new FutureTask<>(() -> TrainingServer.start(
                module.resolveSibling("local").resolve("target/postgresql/postgres.txz"),
                module.resolve("target/training-server"),
                directory.resolve("keystore")));
    }

    /** Starts the server in the background: it takes as long as linking the image, and the two are independent. */
    static StartupCaches prepare(Path module) throws IOException {
        var directory = module.resolve("target/training");
        Trees.delete(directory);
        Files.createDirectories(directory.resolve("home"));
        Trees.copy(module.resolve("src/build/training"), directory.resolve("work"));
        for (var script : List.of("schema.sql", "seed.sql")) {
            Files.copy(module.resolveSibling(script), directory.resolve("work").resolve(script));
        }
        var cache = new StartupCaches(module, directory);
        new Thread(cache.server, "training server").start();
        return cache;
    }

    /** Stops the server, whether or not the training succeeded. */
    @Override
    public void close() throws IOException, InterruptedException {
        aws.close();
        server().close();
        Trees.delete(directory);
    }

    /**
     * Writes the lists and makes the caches.
     *
     * @param image the runtime image that they are for
     * @param library the directory that gets them
     * @throws IOException when a training command does not end as its list says; the message holds the output
     */
    void record(Path image, Path library) throws IOException, InterruptedException {
        Files.createDirectories(library);
        record(image, library.resolve("core.classes"), "commands.txt", Map.of());
        record(image, library.resolve("print.classes"), "print-commands.txt", Map.of());
        record(image, library.resolve("quick.classes"), "quick-commands.txt", Map.of());
        aws.keep(server().user(), server().password());
        record(image, library.resolve("aws.classes"), "aws-commands.txt", aws.variables());
        makeCaches(library);
    }

    /**
     * Makes the caches from the lists that another build of the same source has recorded.
     *
     * @param lists the directory with them, lib of that build
     * @param library the directory that gets copies of them and the caches
     * @throws IOException when a cache cannot be made
     */
    static void fromLists(Path lists, Path library) throws IOException, InterruptedException {
        for (var name : LISTS) {
            Files.copy(lists.resolve(name), library.resolve(name));
        }
        makeCaches(library);
    }

    private static void makeCaches(Path library) throws IOException, InterruptedException {
        var program = library.resolve("make-caches").toString();
        var exit = new ProcessBuilder("sh", program, library.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("make-caches ended with " + exit);
        }
    }

    private void record(Path image, Path classes, String list, Map<String, String> variables)
            throws IOException, InterruptedException {
        var commands = Files.writeString(directory.resolve("commands"), commands(list));
        var work = directory.resolve("work");
        Files.writeString(work.resolve(".env"), "CONNECTION_URL=" + plain(server()) + "\n");
        var output = directory.resolve("output").toFile();
        var training = new ProcessBuilder(
                        image.resolve("bin/java").toString(),
                        "-XX:DumpLoadedClassList=" + classes,
                        "-Ddbops.home=" + image.getParent(),
                        "-m",
                        TRAINING)
                .directory(work.toFile())
                .redirectInput(commands.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        // The builder's environment must not influence the commands.
        var environment = training.environment();
        environment.clear();
        environment.putAll(Map.of(
                "HOME",
                directory.resolve("home").toString(),
                "LC_CTYPE",
                "C.UTF-8",
                "PATH",
                work.resolve("bin") + ":/usr/bin:/bin"));
        environment.putAll(variables);
        var exit = training.start().waitFor();
        if (exit != 0 || !Files.exists(classes)) {
            throw new IOException("the training ended with " + exit + ":\n" + Files.readString(output.toPath()));
        }
        Files.write(classes, sorted(Files.readAllLines(classes)));
    }

    /** In an order that no race of threads decides: classes, then their lambdas and constants. */
    private static List<String> sorted(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith("#") && !line.contains(" source: "))
                .map(line -> line.replaceFirst(" id: \\d+$", ""))
                .sorted(Comparator.comparing((String line) -> line.startsWith("@"))
                        .thenComparing(Comparator.naturalOrder()))
                .distinct()
                .toList();
    }

    private TrainingServer server() throws IOException, InterruptedException {
        try {
            return server.get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "the training's server did not start: " + e.getCause().getMessage(), e);
        }
    }

    /** A token is for an endpoint of RDS, which a tunnel may lead to. */
    private static String token(TrainingServer server) {
        return server.urlWithoutPassword(DATABASE, "hostaddr=127.0.0.1&iam_auth=true&" + verified(server))
                .replace("@127.0.0.1:", "@" + SelfSignedCertificate.RDS_HOST + ":");
    }

    /** A password from AWS is sent only to a server that proves its identity. */
    private static String verified(TrainingServer server) {
        var file = URLEncoder.encode(server.certificate().toString(), StandardCharsets.UTF_8)
                .replace("+", "%20");
        return "sslmode=verify-full&sslrootcert=" + file;
    }

    private static String plain(TrainingServer server) {
        return server.url(DATABASE, "sslmode=disable");
    }

    /** The training's commands as it reads them: placeholders filled in, words separated by tabs. */
    private String commands(String list) throws IOException, InterruptedException {
        var server = server();
        var lines = new ArrayList<String>();
        for (var line : Files.readAllLines(module.resolve("src/build/training").resolve(list))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(String.join("\t", List.of(line.strip().split(" +")))
                        .replace("{tls}", server.url(DATABASE, "sslmode=require"))
                        .replace("{plain}", plain(server))
                        .replace("{secret}", server.urlWithoutPassword(DATABASE, "secret=training&" + verified(server)))
                        .replace("{token}", token(server))
                        .replace("{busy}", server.url(TrainingServer.BUSY_DATABASE, "sslmode=disable")));
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
