package dev.dbops.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commit that the sources are of, for {@code --version} and the manual pages.
 *
 * <p>It is asked of git, or read from {@code dist/src/build/commit.txt}, which git fills in when it makes an archive of
 * the sources (gitattributes(5), export-subst). Both give the date of the commit, never that of the build, so two builds
 * of one commit are the same.
 *
 * @param id the first eight digits of the commit, followed by {@code -dirty} where tracked files have changes that are
 *     not committed; empty where it is not known
 * @param date the day of the commit as year-month-day; empty where it is not known
 */
record SourceCommit(String id, String date) {
    static final SourceCommit UNKNOWN = new SourceCommit("", "");
    private static final int DIGITS = 8;

    /**
     * Finds the commit; sources without one are not an error.
     *
     * @param module the directory of the module dist
     */
    static SourceCommit of(Path module) throws IOException {
        var root = module.toAbsolutePath().normalize().getParent();
        var fromGit = ofRepository(root);
        return fromGit.isPresent() ? fromGit.get() : ofArchive(module.resolve("src/build/commit.txt"));
    }

    /** Prints the commit of a module's directory: {@code java SourceCommit.java dist}. */
    public static void main(String... arguments) throws IOException {
        System.out.println(of(Path.of(arguments[0])).inWords());
    }

    /** In the words of {@code --version}; at least that it is not known. */
    String inWords() {
        return id.isEmpty() ? "unknown commit" : id + ", " + date;
    }

    private static Optional<SourceCommit> ofRepository(Path root) throws IOException {
        // sources that were unpacked within another repository are not of its commit
        var top = git(root, "rev-parse", "--show-toplevel");
        if (top.isEmpty() || !Files.isSameFile(Path.of(top.get()), root)) {
            return Optional.empty();
        }
        var changes = git(root, "status", "--porcelain", "--untracked-files=no");
        return git(root, "log", "-1", "--no-show-signature", "--format=%H %cs")
                .filter(line -> changes.isPresent())
                .map(line -> parse(line, changes.get().isEmpty() ? "" : "-dirty"));
    }

    private static SourceCommit ofArchive(Path file) throws IOException {
        var line = Files.exists(file) ? Files.readString(file).strip() : "";
        return line.matches("[0-9a-f]{40,64} \\d{4}-\\d\\d-\\d\\d") ? parse(line, "") : UNKNOWN;
    }

    private static SourceCommit parse(String line, String changes) {
        var words = line.split(" ");
        return new SourceCommit(words[0].substring(0, DIGITS) + changes, words[1]);
    }

    /** The output of git, or nothing where there is no git or it refuses. */
    private static Optional<String> git(Path root, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("git", "-C", root.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(answer.strip()) : Optional.empty();
        } catch (InterruptedException e) {
            throw new IOException("interrupted while git was asked for the commit", e);
        } catch (IOException e) {
            return Optional.empty(); // there is no git
        }
    }
}
