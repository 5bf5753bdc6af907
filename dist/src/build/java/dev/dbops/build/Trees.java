package dev.dbops.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;

/** Operations of the build on whole directories. */
final class Trees {
    private Trees() {}

    /** All files and directories at and under the path, parents first, in an order that is always the same. */
    static List<Path> list(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (var files = Files.walk(root)) {
            return files.sorted().toList();
        }
    }

    static void copy(Path source, Path target) throws IOException {
        for (var file : list(source)) {
            var copy = target.resolve(source.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(file, copy);
            }
        }
    }

    static void delete(Path root) throws IOException {
        for (var file : list(root).stream().sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
        }
    }

    /** Lets everyone read what the owner can read, and run what the owner can run, whatever the builder's umask is. */
    static void makeReadable(Path root) throws IOException {
        for (var file : list(root)) {
            if (Files.isSymbolicLink(file)) {
                continue;
            }
            var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            permissions.add(PosixFilePermission.GROUP_READ);
            permissions.add(PosixFilePermission.OTHERS_READ);
            if (permissions.contains(PosixFilePermission.OWNER_EXECUTE)) {
                permissions.add(PosixFilePermission.GROUP_EXECUTE);
                permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            }
            Files.setPosixFilePermissions(file, permissions);
        }
    }

    /**
     * A digest of the names and contents of all files at and under the paths; a missing path is included as missing.
     */
    static String fingerprint(List<Path> roots) throws IOException {
        var digest = sha256();
        for (var root : roots) {
            for (var file : list(root)) {
                digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                if (Files.isRegularFile(file)) {
                    digest.update(sha256().digest(Files.readAllBytes(file)));
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The digest of a file's content, in hexadecimal. */
    static String sha256(Path file) throws IOException {
        return HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(file)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
