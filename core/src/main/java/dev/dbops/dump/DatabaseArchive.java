package dev.dbops.dump;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** An archive of pg_dump as a script, by pg_restore. */
public final class DatabaseArchive {
    private static final int BUFFER = 1 << 16;

    private final InputFile archive;
    private final ClientPrograms programs;

    /**
     * @param archive the archive, which pg_dump wrote in its custom or its tar format
     * @param programs the pg_restore programs; the newest one reads every archive that the others read
     */
    public DatabaseArchive(InputFile archive, ClientPrograms programs) {
        this.archive = archive;
        this.programs = programs;
    }

    /**
     * The script that creates the objects and rows in the archive; the caller closes it.
     *
     * @throws OpsException when there is no pg_restore, or it cannot read the archive; with its own message
     */
    public InputFile script(DumpOptions options) {
        var arguments = new ArrayList<>(List.of("--file=-", "--no-subscriptions"));
        if (!options.owners()) {
            arguments.add("--no-owner");
        }
        if (!options.privileges()) {
            arguments.add("--no-privileges");
        }
        var run = new ClientProgramRun(programs.newest(), arguments, System.getenv());
        return run.run(this::copyTo, out -> InputFile.ofStream(out, archive.name()))
                .value();
    }

    private void copyTo(OutputStream in) throws IOException {
        var buffer = new byte[BUFFER];
        try (var bytes = open()) {
            for (var length = read(bytes, buffer); length >= 0; length = read(bytes, buffer)) {
                in.write(buffer, 0, length);
            }
        }
    }

    private InputStream open() {
        try {
            return archive.open();
        } catch (IOException e) {
            throw archive.unreadable(e);
        }
    }

    private int read(InputStream bytes, byte[] buffer) {
        try {
            return bytes.read(buffer);
        } catch (IOException e) {
            throw archive.unreadable(e);
        }
    }
}
