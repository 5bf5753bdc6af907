package dev.dbops.cli;

import dev.dbops.cli.process.Interruption;
import dev.dbops.cli.process.Invocation;
import dev.dbops.cli.process.Invocation.TerminalStreams;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs many commands in one process, so that the build can record one start-up cache from all of them.
 *
 * <p>Standard input contains one command per line: the expected exit code and its words, separated by tabs. The
 * training stops with exit code 1 at a command with another exit code, because the cache would lack its classes.
 */
public final class AotTraining {
    private AotTraining() {}

    public static void main(String... args) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var invocation = new Invocation(
                InputStream.nullInputStream(),
                out,
                err,
                System.getenv(),
                Path.of(""),
                Path.of(System.getProperty("dbops.home", "")),
                TerminalStreams.NONE);
        // As in DbOps.main, so that its classes are in the cache too.
        var interruption = new Interruption();
        DbOps.handle(interruption, invocation);
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var words = line.split("\t");
            var command = Arrays.copyOfRange(words, 1, words.length);
            out.println("> " + String.join(" ", command));
            var exit = DbOps.run(invocation, command);
            if (exit != Integer.parseInt(words[0])) {
                err.println("expected exit code " + words[0] + ", got " + exit);
                interruption.finished();
                System.exit(1);
            }
        }
        interruption.finished();
    }
}
