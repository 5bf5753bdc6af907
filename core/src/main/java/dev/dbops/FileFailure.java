package dev.dbops;

import dev.dbops.OpsException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;

/** The failures to read and to write a file that the user named. */
public final class FileFailure {
    private FileFailure() {}

    /**
     * The failure, of kind USAGE, to read the user's input.
     *
     * @param name the file's name as the user gave it, or "stdin"
     */
    public static OpsException reading(String name, IOException e) {
        return switch (e) {
            case NoSuchFileException _ ->
                new OpsException(Kind.USAGE, "there is no file " + name, "check its path; - is standard input", e);
            case AccessDeniedException _ ->
                new OpsException(Kind.USAGE, "no permission to read " + name, "check the file's mode and owner", e);
            case EOFException _, ZipException _ ->
                new OpsException(
                        Kind.USAGE, name + " is damaged: its gzip data is incomplete", "compress the file again", e);
            default ->
                new OpsException(
                        Kind.USAGE,
                        "cannot read %s: %s".formatted(name, reason(e)),
                        "check that the file can be read to its end",
                        e);
        };
    }

    /**
     * The failure to write a file: of kind USAGE without its directory or a permission, else FAILED.
     *
     * @param name the file's name as the user gave it
     */
    public static OpsException writing(String name, IOException e) {
        return switch (e) {
            case NoSuchFileException _ ->
                new OpsException(
                        Kind.USAGE,
                        "there is no directory for " + name,
                        "create the directory, or name another file",
                        e);
            case AccessDeniedException _ ->
                new OpsException(
                        Kind.USAGE,
                        "no permission to write %s, or files in its directory".formatted(name),
                        "check the directory's mode and owner",
                        e);
            case FileAlreadyExistsException other ->
                new OpsException(
                        Kind.USAGE,
                        "cannot write %s: %s is not a directory".formatted(name, other.getFile()),
                        "name another file",
                        e);
            default ->
                new OpsException(
                        Kind.FAILED,
                        "cannot write %s: %s".formatted(name, reason(e)),
                        "check that the disk has space and that you may write to the directory",
                        e);
        };
    }

    /** The operating system's reason, without the name of the file. */
    private static String reason(IOException failure) {
        return failure instanceof FileSystemException named && named.getReason() != null
                ? named.getReason()
                : String.valueOf(failure.getMessage());
    }
}
